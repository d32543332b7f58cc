"""The published algorithms: numbers in, frozen dataclasses out; no Django, no I/O, one file each.

A module's docstring is the page we publish about it. `NAME`, `VERSION` and the constants are its card
(`cards.published()`); `SENTENCES` holds its words in French and English, so that desk, author's page and
export say the same thing.
"""
