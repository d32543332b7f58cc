#!/bin/sh
# Pins every package with its hashes, from pyproject.toml. No address of a registry enters the files.
set -eu
cd "$(dirname "$0")/.."

lock() {
    target="$1"
    shift
    .venv/bin/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet \
        --python-version 3.11 --output-file "$target" "$@"
    if grep -nE '(https?|file)://|--(extra-)?index-url|--find-links' "$target"; then
        echo "$target names a registry: see the lines above." >&2
        exit 1
    fi
    echo "  $target: $(grep -cE '^[a-z0-9]' "$target") packages"
}

lock deploy/requirements.txt pyproject.toml "$@"
lock deploy/requirements-dev.txt pyproject.toml --extra dev --constraint deploy/requirements.txt "$@"
lock deploy/requirements-uv.txt deploy/requirements-uv.in "$@"
