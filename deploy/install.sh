#!/bin/sh
# Fills .venv with the pinned packages: `deploy/install.sh run` for the site, `deploy/install.sh dev` for
# everything (tests, linters, benches). A stamp remembers what was installed, so that a second call is free.
set -eu
cd "$(dirname "$0")/.."

kind="${1:-run}"
venv="${VENV:-.venv}"
case "$kind" in
    run) wanted=deploy/requirements.txt ;;
    dev) wanted=deploy/requirements-dev.txt ;;
    *) echo "usage: deploy/install.sh run|dev" >&2; exit 2 ;;
esac

refuse() {
    echo "" >&2
    echo "$1" >&2
    exit 1
}

is_3_11() {
    "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-} python3.11 python3; do
        if is_3_11 "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    refuse "Python 3.11 is needed and neither python3.11 nor python3 is it: apt-get install python3.11 python3.11-venv, or name it with PYTHON=…"
}

digest() {
    cat deploy/requirements-uv.txt "$1" | cksum
}

# The development set holds the run-time set, at the same versions.
is_installed() {
    [ -x "$venv/bin/python" ] && is_3_11 "$venv/bin/python" &&
        [ "$(cat "$venv/installed-$1" 2>/dev/null || true)" = "$(digest "$2")" ]
}

explain() {
    last="$(grep -v '^ *$' "$1" | tail -n 1 || true)"
    if grep -qi 'no space left' "$1"; then
        refuse "The disk is full: the packages need about 1 GB; free some and run the command again."
    elif grep -qiE 'resolve|connect|network|timed out|unreachable|dns|proxy|temporary failure|no matching distribution' "$1"; then
        refuse "The packages could not be fetched: is there a network? (${last})"
    fi
    refuse "The packages could not be installed: ${last}"
}

if is_installed "$kind" "$wanted" || { [ "$kind" = run ] && is_installed dev deploy/requirements-dev.txt; }; then
    exit 0
fi

python="$(find_python)"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT

if ! is_3_11 "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        refuse "Python's venv module is missing: apt-get install python3-venv, then run the command again."
    echo "  Making $venv"
    rm -rf "$venv"
    "$python" -m venv "$venv" >"$log" 2>&1 || explain "$log"
fi

echo "  Installing the packages of $wanted"
uv="$venv/bin/uv"
pinned="$(sed -n 's/^uv==\([0-9.]*\).*/\1/p' deploy/requirements-uv.txt)"
if [ "$("$uv" --version 2>/dev/null | cut -d' ' -f2)" != "$pinned" ]; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r deploy/requirements-uv.txt >"$log" 2>&1 || explain "$log"
fi
# Compiled here, once and on every core: each of the site's processes then starts in half the time.
"$uv" pip install --compile-bytecode --quiet --no-progress --python "$venv/bin/python" --require-hashes -r "$wanted" >"$log" 2>&1 ||
    explain "$log"

digest "$wanted" >"$venv/installed-$kind"
