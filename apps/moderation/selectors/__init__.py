"""Reads of moderation. The floors above take theirs from `apps.moderation.selectors.items` and `figures`."""
