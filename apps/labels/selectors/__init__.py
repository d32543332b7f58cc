"""Criteria, verdicts and labels as read by anyone."""
