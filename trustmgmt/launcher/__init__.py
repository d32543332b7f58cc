"""Starts what the site needs: PostgreSQL, Valkey, web, worker and beat, under one supervisor.

Nothing here imports Django's settings: the launcher runs before there is a database to talk to.
"""
