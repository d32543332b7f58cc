"""Pages of accountability: the register, the red button, alerts, texts, the representative's console."""
