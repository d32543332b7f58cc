"""Writing: one page per act, published at once."""
