"""`python -m bench.inbox [door] [delivery] [backfill]`: what other sites cost this one; without a word, all three.

door: signed messages taken in per CPU-second of the web processes, against a page of the same server that stores the
same body, sent with the same headers, in one row. delivery: one post brought to 200 sites while a tenth of them are
dead, half of those silent and half refusing, against the same while all live; the first post, when nobody knows who is
dead, and more while those are tried again. backfill: a space of 10,000 posts read by a site that comes late, and how
long what people say there waits until all that follows from it is done, before and meanwhile. Whole sites of their own,
durable as in production. The last line is one JSON object.
"""

import argparse
import http.client
import json
import os
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.web import cpu_seconds
from trustmgmt.launcher.federate import neighbours
from trustmgmt.launcher.scratch import ScratchSite, scratch_site

CLIENTS = 4
ACTORS = 20
PATIENCE = 1800  # seconds
LOOKED_AT = 60  # seconds of working off
PER_PAGE = 50
POSTS_TOLD = 8
ACTIVITY = "application/activity+json"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
Figures = dict[str, Any]


def act(site: ScratchSite, name: str, **more: Any) -> Any:
    """Something that people of a site do; what it told."""
    return json.loads(site.python("-m", "bench.inbox_site", name, json.dumps(more)).splitlines()[-1])


# --- the door ---------------------------------------------------------------------------------------------------------


@dataclass
class Sender:
    """Somebody at another site, with a key."""

    uri: str
    rsa: Any = None

    def __post_init__(self) -> None:
        from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

        self.rsa = generate_private_key(65537, 2048)

    def document(self) -> dict[str, Any]:
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        pem = self.rsa.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        return {
            "id": self.uri,
            "type": "Person",
            "preferredUsername": self.uri.rsplit("/", 1)[-1],
            "inbox": f"{self.uri}/inbox",
            "publicKey": {"id": f"{self.uri}#main-key", "owner": self.uri, "publicKeyPem": pem},
        }

    def says(self, number: int, told: dict[str, str]) -> dict[str, Any]:
        """An answer of usual length in a talk of the space."""
        name, words = (
            f"{self.uri}/n/{number}",
            f"Answer {number}. " + "They came on time and charged what they said. " * 12,
        )
        note = {
            "id": name,
            "type": "Note",
            "attributedTo": self.uri,
            "content": f"<p>{words}</p>",
            "source": {"content": words, "mediaType": "text/markdown"},
            "inReplyTo": told["answers"],
            "audience": told["group"],
            "to": [told["group"], PUBLIC],
            "cc": [f"{told['group']}/followers"],
            "published": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }
        more = {name: note[name] for name in ("to", "cc", "audience")}
        return {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": f"{name}/create",
            "type": "Create",
            "actor": self.uri,
            "object": note,
            **more,
        }


def signed(site: ScratchSite, senders: list[Sender], numbers: range, told: dict[str, str]) -> list[tuple[bytes, dict]]:
    """Bodies with the headers that they are sent with."""
    from apps.signatures import cavage
    from apps.signatures.requests import Message

    made, host = [], site.address.removeprefix("http://")
    for number in numbers:
        sender = senders[number % len(senders)]
        body = json.dumps(sender.says(number, told)).encode()
        message = Message("POST", f"{site.address}/ap/inbox", {"host": host}, body)
        lines = cavage.sign(message, sender.rsa, key_id=f"{sender.uri}#main-key", at=datetime.now(UTC))
        made.append((body, {**lines, "host": host, "content-type": ACTIVITY}))
    return made


def send_all(site: ScratchSite, path: str, messages: list[tuple[bytes, dict]]) -> dict[str, float]:
    """A few clients, each on one connection; all must be answered 202."""
    group = site.child("web").process.pid
    before, started = cpu_seconds(group), time.monotonic()

    def send(share: list[tuple[bytes, dict]]) -> None:
        connection = http.client.HTTPConnection(site.address.removeprefix("http://"), timeout=30)
        for body, headers in share:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status != 202:
                raise SystemExit(f"{path} answered {answer.status}: {said[:200]!r}")

    together([lambda share=messages[n::CLIENTS]: send(share) for n in range(CLIENTS)])
    spent, wall = cpu_seconds(group) - before, time.monotonic() - started
    return {"per_cpu_s": len(messages) / spent, "per_s": len(messages) / wall}


def together(acts: list[Callable[[], None]]) -> None:
    """Side by side; what one raises ends the bench."""
    failed: list[BaseException] = []

    def run(one: Callable[[], None]) -> None:
        try:
            one()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(one,)) for one in acts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    if failed:
        raise failed[0]


def door(options: argparse.Namespace) -> Figures:
    """Rounds of both in turn, then how fast what was taken in is worked off."""
    senders = [Sender(f"https://peer-{n % 4}.example/u/{n}") for n in range(ACTORS)]
    with tempfile.TemporaryDirectory(prefix="bench-inbox-") as var, scratch_site(Path(var)) as site:
        (Path(var) / "actors.json").write_text(json.dumps([sender.document() for sender in senders]))
        told = act(site, "prepare", actors=f"{var}/actors.json")
        rounds, size = [], options.messages
        for number in range(options.rounds + 1):  # the first one warms
            messages = signed(site, senders, range(number * size, (number + 1) * size), told)
            rounds.append((send_all(site, "/bench/keep", messages), send_all(site, "/ap/inbox", messages)))
            print(f"  round {number}: {[round(rate['per_cpu_s']) for rate in rounds[-1]]} per CPU-second", flush=True)
        waiting = act(site, "traffic")["inbox"]
        assert waiting == {"waiting": size * (options.rounds + 1)}, waiting
        started = time.monotonic()
        act(site, "release")
        until(lambda: set(act(site, "traffic")["inbox"]) == {"done"} or time.monotonic() > started + LOOKED_AT)
        worked_off = act(site, "traffic")["inbox"].get("done", 0) / (time.monotonic() - started)
    kept, taken = [one for one, _ in rounds[1:]], [two for _, two in rounds[1:]]
    return {
        "kept_per_cpu_s": _median(r["per_cpu_s"] for r in kept),
        "taken_in_per_cpu_s": _median(r["per_cpu_s"] for r in taken),
        "taken_in_per_s": _median(r["per_s"] for r in taken),
        "ratio": round(statistics.median(t["per_cpu_s"] / k["per_cpu_s"] for k, t in rounds[1:]), 3),
        "ratios": [round(t["per_cpu_s"] / k["per_cpu_s"], 3) for k, t in rounds[1:]],
        "worked_off_per_s": round(worked_off, 1),
    }


def _median(rates: Any) -> float:
    return round(statistics.median(rates), 1)


def until(look: Callable[[], bool], pause: float = 1.0) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + PATIENCE
    while not look():
        if time.monotonic() > deadline:
            raise SystemExit("It did not come to an end.")
        time.sleep(pause)


# --- delivery ---------------------------------------------------------------------------------------------------------


@dataclass
class Sites:
    """Many sites on this machine: each its own number, all on one port. What arrives is noted with its moment."""

    hosts: list[str]
    port: int = 0
    arrived: dict[str, float] = field(default_factory=dict)

    def forget(self) -> None:
        self.arrived.clear()


@contextmanager
def living(hosts: list[str]) -> Any:
    """Sites that say 202 to what comes."""
    sites = Sites(hosts)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            sites.arrived.setdefault(self.headers["Host"].partition(":")[0], time.monotonic())
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 256

    with Server(("0.0.0.0", 0), Door) as server:
        sites.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield sites
        server.shutdown()


@contextmanager
def silent() -> Any:
    """A port that takes connections and says nothing."""
    with socket.create_server(("0.0.0.0", 0), backlog=1024) as listening:
        yield listening.getsockname()[1]


def delivery(options: argparse.Namespace) -> Figures:
    """One post; the moments at which it arrives at the sites that live."""
    dead = options.sites // 10
    live = [f"127.0.1.{n + 1}" for n in range(options.sites - dead)]
    gone = [f"127.0.2.{n + 1}" for n in range(dead)]
    figures: Figures = {"sites": options.sites, "dead": dead}
    with living(live) as sites, silent() as port, socket.create_server(("127.0.0.1", 0)) as held:
        refusing = held.getsockname()[1]  # bound here for one number only: the others refuse
        doors = [f"http://{host}:{sites.port}/inbox" for host in live]
        dead_doors = [f"http://{host}:{port if n % 2 else refusing}/inbox" for n, host in enumerate(gone)]
        for name, inboxes in (("all_live", doors), ("with_dead", [*dead_doors, *doors])):
            figures |= {f"{name}_{key}": value for key, value in _delivered(sites, inboxes).items()}
    for post in ("first_last_s", "last_s", "slowest_s"):
        figures[f"times_{post}"] = round(figures[f"with_dead_{post}"] / figures[f"all_live_{post}"], 2)
    return figures


def _delivered(sites: Sites, inboxes: list[str]) -> Figures:
    reach = ",".join(inbox.removeprefix("http://").removesuffix("/inbox") for inbox in inboxes)
    with tempfile.TemporaryDirectory(prefix="bench-inbox-") as var, scratch_site(Path(var), reach=reach) as site:
        (Path(var) / "inboxes.json").write_text(json.dumps(inboxes))
        act(site, "followers", inboxes=f"{var}/inboxes.json")
        first = _post(site, sites)  # keys are made, and nobody knows yet who is dead
        taken = []
        for _number in range(POSTS_TOLD):
            time.sleep(3)  # those that are dead are due again after ten seconds, then after twenty
            taken.append(_post(site, sites))
    lasts = [post[-1] for post in taken]
    middles = [statistics.median(post) for post in taken]
    return {
        "first_last_s": first[-1],
        "median_s": round(statistics.median(middles), 2),
        "last_s": round(statistics.median(lasts), 2),
        "slowest_s": max(lasts),
    }


def _post(site: ScratchSite, sites: Sites) -> list[float]:
    """Seconds until it is at each site that lives, in order."""
    sites.forget()
    act(site, "write", text="Something that everybody hears.")
    started = time.monotonic()  # the wake-up was said a moment before the process ended
    until(lambda: len(sites.arrived) == len(sites.hosts), pause=0.05)
    return sorted(round(at - started, 2) for at in sites.arrived.values())


# --- backfill ---------------------------------------------------------------------------------------------------------


def backfill(options: argparse.Namespace) -> Figures:
    """From joining until everything that was said is here."""
    from trustmgmt.launcher import ports

    with ports.hold("127.0.0.1", None) as one, ports.hold("127.0.0.1", None) as other:
        at = [("127.0.0.1", str(ports.number(held))) for held in (one, other)]
    with tempfile.TemporaryDirectory(prefix="bench-inbox-") as var, neighbours(Path(var), at) as (host, reader):
        act(host, "fill", count=options.posts, authors=options.authors)
        before = act(reader, "others", count=options.others)
        worker = reader.child("worker").process.pid
        spent, started = cpu_seconds(worker), time.monotonic()
        act(reader, "join", address=f"garden@{host.address.removeprefix('http://')}")
        meanwhile = act(reader, "others", count=options.others, once_posts=PER_PAGE)
        told = act(reader, "all_read", posts=options.posts, within=PATIENCE)
        taken, spent = time.monotonic() - started, cpu_seconds(worker) - spent
        assert told["of_theirs"] == options.posts, told
    return {
        "posts": options.posts,
        "seconds": round(taken, 1),
        "per_s": round(options.posts / taken, 1),
        "per_worker_cpu_s": round(options.posts / spent, 1),
        "read_when_others_ended": meanwhile["of_theirs"],
        **{
            f"others_{when}_{key}": told[key]
            for when, told in (("alone", before), ("meanwhile", meanwhile))
            for key in ("median_s", "most_s")
        },
    }


PARTS = {"door": door, "delivery": delivery, "backfill": backfill}


def main() -> None:
    """Measure, print, and one JSON object as the last line."""
    parser = argparse.ArgumentParser(prog="python -m bench.inbox", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which of them; all")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=600)
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--authors", type=int, default=200)
    parser.add_argument("--others", type=int, default=20)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.inbox_settings"
    result: Figures = {}
    for part in options.parts or PARTS:
        result[part] = PARTS[part](options)
        print(part, *(f"  {name:20} {value}" for name, value in result[part].items()), sep="\n", flush=True)
    print(json.dumps({"bench": "inbox", **result}))


if __name__ == "__main__":
    main()
