"""Figures of moderation that anybody may read: how fast, how often wrong, how fair. One query each."""
