"""The hub that carries public news to open pages: one Redis subscription per process."""
