"""The site's own three processes: web, worker, beat; and the witness that watches its public log."""

import http.client
import subprocess
import sys
from pathlib import Path

from trustmgmt.launcher.children import Child
from trustmgmt.launcher.errors import LaunchError, sentence_for
from trustmgmt.launcher.places import Places

WEB_WORKERS = 2
WORKER_YIELDS = 5  # a third of a page's share while both want the processor, all of it otherwise
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to ask ourselves
TASKS_AT_ONCE = 2
WITNESS = "witness.localhost/this-machine"


class Web(Child):
    """Ready when it answers; any answer will do, the page itself says what is wrong."""

    host = ""
    port = 0

    def is_ready(self) -> bool:
        return self.is_running() and self._answers()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True


def web(places: Places, *, host: str, port: int, environment: dict[str, str], log: Path | None) -> Web:
    """Pages and sockets; writing to a terminal means somebody waits for reloads, and one process is sooner back."""
    command = [
        *(str(Path(sys.executable).with_name("granian")), "--interface", "asginl", "--no-access-log"),
        *("--host", host, "--port", str(port), "--workers", str(WEB_WORKERS if log else 1), "--respawn-failed-workers"),
        *("--workers-kill-timeout", "5"),  # a page that waits for the database must not keep it from stopping
        "trustmgmt.asgi:application",
    ]
    child = Web("web", command, log, environment, stop_within=10)
    child.host, child.port = EVERYWHERE.get(host, host), port
    return child


def witness_key(places: Places) -> str:
    """The key of the witness that watches the public log from a folder of its own; made once."""
    made = subprocess.run(
        [*_witness("init"), "--state", str(places.witness), "--name", WITNESS],
        check=False,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise LaunchError(sentence_for("Making the witness", made.stdout + made.stderr))
    return made.stdout.strip()


def witness(places: Places, *, port: int) -> Child:
    """A process with its own key and memory. It knows of the site what outsiders know: the key of the log."""
    options = ["--state", str(places.witness), "--listen", f"127.0.0.1:{port}", "--logs", str(places.log_keys)]
    return Child("witness", [*_witness("serve"), *options], places.log / "witness.log", stop_within=5)


def _witness(command: str) -> list[str]:
    program = Path(__file__).resolve().parent.parent.parent / "deploy" / "witness" / "witness.py"
    return [sys.executable, str(program), command]


def worker(places: Places, *, environment: dict[str, str], log: Path | None) -> Child:
    """Handlers, batches, deliveries; asked to stop, it finishes what it holds. Whoever waits for a page goes first."""
    options = [
        "worker",
        "--concurrency",
        str(TASKS_AT_ONCE),
        "--loglevel",
        "INFO",
        "--without-gossip",
        "--without-mingle",
    ]
    return Child("worker", [*_celery(), *options], log, environment, yields=WORKER_YIELDS)


def beat(places: Places, *, environment: dict[str, str], log: Path | None) -> Child:
    """The clock that says what is due."""
    options = ["beat", "--loglevel", "WARNING", "--schedule", str(places.var / "beat-schedule")]
    return Child("beat", [*_celery(), *options], log, environment)


def _celery() -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "--app", "trustmgmt"]
