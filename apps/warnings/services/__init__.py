"""The verbs of warnings: the only writers."""
