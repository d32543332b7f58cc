"""Between the servers and the site: `python -m trustmgmt.launcher.prepare [accounts' file [file of the log's keys]]`.

One process for all steps, because starting Django costs more than most of them.
"""

import io
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError

from trustmgmt import messages
from trustmgmt.launcher.errors import sentence_for

DEMO = "load_demo"


def main(arguments: list[str]) -> int:
    """Each step says what it does and how long it took; the first failure is one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")
    try:
        _step("Translations", messages.compile_stale)
        django.setup()
        _step("Database", lambda: call_command("migrate", verbosity=0, interactive=False))
        _step("Our own texts", lambda: call_command("install_platform", verbosity=0))
        _step("The criteria of the label", lambda: call_command("install_criteria", verbosity=0))
        if not settings.DEBUG:
            _step("Static files", lambda: call_command("collectstatic", verbosity=0, interactive=False))
        _step("Public log", lambda: _seal(Path(arguments[1]) if arguments[1:] else None))
        _demo(Path(arguments[0]) if arguments else None)
    except (ImproperlyConfigured, CommandError) as error:
        return _fail(str(error))
    except OperationalError as error:
        return _fail(sentence_for("Talking to PostgreSQL", str(error)))
    except OSError as error:
        return _fail(sentence_for("Preparing the site", str(error)))
    return 0


def _seal(log_keys: Path | None) -> None:
    """What waits is sealed, a log of an older release gets its tree; its keys are written down for a witness."""
    from apps.base import clock
    from apps.ledger import checkpoints, sequencer

    sequencer.seal(now=clock.now())
    if log_keys:
        log_keys.write_text("".join(f"{voucher.vkey}\n" for voucher in checkpoints.vouchers()), encoding="utf-8")


def _demo(accounts: Path | None) -> None:
    if not settings.ENV.demo or DEMO not in get_commands():
        return
    told = io.StringIO()
    _step("Demo", lambda: call_command(DEMO, stdout=told))
    print("".join(f"    {line}\n" for line in told.getvalue().splitlines()), end="", flush=True)
    if accounts:
        listed = io.StringIO()
        call_command(DEMO, accounts=True, stdout=listed)
        accounts.touch(mode=0o600)
        accounts.write_text(listed.getvalue(), encoding="utf-8")


def _step(name: str, work: Callable[[], object]) -> None:
    """The name before, the time after, and between them the seconds, for who waits at a terminal."""
    started, over = monotonic(), threading.Event()
    print(f"  {name:<24}", end="", flush=True)
    ticking = threading.Thread(target=_tick, args=(name, started, over), daemon=True)
    ticking.start()
    try:
        work()
    finally:
        over.set()
        ticking.join()
    print(f"{monotonic() - started:6.1f} s", flush=True)


def _tick(name: str, started: float, over: threading.Event) -> None:
    """On a terminal count in place; in a log a dot now and then is enough."""
    terminal = sys.stdout.isatty()
    while not over.wait(1 if terminal else 10):
        told = f"\r  {name:<24}{monotonic() - started:6.0f} s\r  {name:<24}" if terminal else "."
        print(told, end="", flush=True)


def _fail(sentence: str) -> int:
    print(f"\n{sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
