"""The site's own three processes: web, worker, beat."""

import sys
from pathlib import Path

from trustmgmt.launcher.children import Child
from trustmgmt.launcher.places import Places

WEB_WORKERS = 2
TASKS_AT_ONCE = 2


def web(places: Places, *, host: str, port: int, environment: dict[str, str], log: Path | None) -> Child:
    """Pages and sockets. It inherits nothing from the terminal but its port."""
    command = [
        *(str(Path(sys.executable).with_name("granian")), "--interface", "asgi", "--no-access-log"),
        *("--host", host, "--port", str(port), "--workers", str(WEB_WORKERS), "--respawn-failed-workers"),
        "trustmgmt.asgi:application",
    ]
    return Child("web", command, log, environment, stop_within=10)


def worker(places: Places, *, environment: dict[str, str], log: Path | None) -> Child:
    """Handlers, batches, deliveries; asked to stop, it finishes what it holds."""
    options = [
        "worker",
        "--concurrency",
        str(TASKS_AT_ONCE),
        "--loglevel",
        "INFO",
        "--without-gossip",
        "--without-mingle",
    ]
    return Child("worker", [*_celery(), *options], log, environment)


def beat(places: Places, *, environment: dict[str, str], log: Path | None) -> Child:
    """The clock that says what is due."""
    options = ["beat", "--loglevel", "WARNING", "--schedule", str(places.var / "beat-schedule")]
    return Child("beat", [*_celery(), *options], log, environment)


def _celery() -> list[str]:
    return [sys.executable, "-m", "celery", "--app", "trustmgmt"]
