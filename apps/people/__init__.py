"""Accounts, personas (a pseudonym with its own opaque reference), disclosure, and what we hold about a person."""
