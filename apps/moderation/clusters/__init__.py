"""Waiting items that say nearly the same, found by a published algorithm and decided in one go by a person."""
