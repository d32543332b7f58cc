#!/bin/sh
# Forgets what this clone made: .venv, var and caches. Never while it runs, never a file git knows.
set -eu
cd "$(dirname "$0")/.."

if [ -e var/run/supervisor.lock ] && ! flock --nonblock var/run/supervisor.lock true; then
    echo "This clone is running: stop it first with Ctrl-C." >&2
    exit 1
fi
if [ -L .venv ]; then rm .venv; else rm -rf .venv; fi
rm -rf var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
find apps trustmgmt tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
find trustmgmt/locale -name '*.mo' -delete
