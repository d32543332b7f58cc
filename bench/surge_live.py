"""What a turning state costs: `python -m bench.surge_live [--sockets 1000] [--peer DIR] [--messages 20] [--rounds 3]`.

A whole site (web, worker, clock). So many sockets listen to one operator; its people raise their voices; the worker's
own look turns the state; we note when each socket hears of it. Then the same number of messages goes out through the
site's hub and through a group of channels-redis on the same server software, in turns: deliveries per CPU-second of the
web processes. About four minutes. `--peer` is a folder that holds channels-redis and msgpack
(`uv pip install --target DIR --no-deps channels-redis msgpack`); without it nothing is compared. A round in which the
group lost messages is played again on a server started anew, at most twice, and never counts for the ratio. The last
line is one JSON object.
"""

import argparse
import asyncio
import base64
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, Popen
from typing import Any

from bench.web import cpu_seconds
from trustmgmt.launcher import ports
from trustmgmt.launcher.scratch import ScratchSite, scratch_site

OPERATOR = "bench-operator"
Round = tuple[float, float]  # deliveries per CPU-second, and the share that arrived
PATIENCE = 180.0  # seconds; the clock looks every sixty
STILL = 15.0  # seconds without one delivery: nothing comes any more
ANSWER = 60.0  # seconds for one socket to open
TRIES = 3


@dataclass
class Ears:
    """Open sockets, and when each heard what."""

    writers: list[asyncio.StreamWriter] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    heard: dict[str, list[float]] = field(default_factory=dict)

    async def open(self, port: int, count: int, channel: str) -> None:
        """By fifties, so that nobody is refused for haste."""
        for start in range(0, count, 50):
            await asyncio.gather(*(self._one(port, channel) for _ in range(min(50, count - start))))

    async def _one(self, port: int, channel: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write(
            f"GET /live/{channel} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Origin: http://127.0.0.1:{port}\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        async with asyncio.timeout(ANSWER):
            head = await reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.splitlines()[0] + b" ":
            raise SystemExit(f"no socket: {head[:80]!r}")
        self.writers.append(writer)
        self.tasks.append(asyncio.create_task(self._listen(reader)))

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                first, length = await reader.readexactly(2)
                if length == 126:
                    length = int.from_bytes(await reader.readexactly(2), "big")
                text = (await reader.readexactly(length)).decode("utf-8", "replace")
                if first & 0x0F == 1:
                    self.heard.setdefault(text, []).append(time.time())

    async def wait(self, texts: list[str], count: int) -> float:
        """The share of deliveries that arrived, once all have or none comes any more."""
        wanted, arrived, still = count * len(texts), -1, time.monotonic() + STILL
        while arrived < wanted and time.monotonic() < still:
            if (now := self._count(texts)) > arrived:
                arrived, still = now, time.monotonic() + STILL
            await asyncio.sleep(0.05)
        return arrived / wanted

    def _count(self, texts: list[str]) -> int:
        return sum(len(self.heard.get(text, ())) for text in texts)

    async def heard_of(self, state: str) -> list[str]:
        """The first messages that tell this state."""
        until = time.monotonic() + STILL
        while time.monotonic() < until:
            if texts := [text for text in self.heard if json.loads(text).get("state") == state]:
                return texts
            await asyncio.sleep(0.05)
        raise SystemExit(f"no socket heard that the state is {state}")

    async def close(self) -> None:
        """All of them."""
        for writer in self.writers:
            writer.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def measured(sockets: int, peer: str = "", messages: int = 20, rounds: int = 3) -> dict[str, Any]:
    """Everything, on a site of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-surge-") as var, scratch_site(Path(var)) as site:
        os.environ.update(site.environment)
        return asyncio.run(_measured(site, sockets, peer, messages, rounds))


async def _measured(site: ScratchSite, sockets: int, peer: str, messages: int, rounds: int) -> dict[str, Any]:
    found = await _state_seen(site, sockets)
    print(f"  the state turned: seen by {found['seen_by']} of {sockets}, the last {found['last_seen_s']:.2f} s after")
    if not peer:
        return found
    port, web = int(site.address.rsplit(":", 1)[1]), site.child("web").process.pid
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench.surge_settings", "PYTHONPATH": peer}
    hub, group = [], []
    for number in range(rounds):
        hub.append(await _hub(web, port, sockets, messages, number))
        group.append(await _whole_group(sockets, messages, environment))
        print(f"  per CPU-second: hub {hub[-1][0]:,.0f}, group {group[-1][0]:,.0f}", flush=True)
    return found | _compared(sockets, messages, hub, group)


def _compared(sockets: int, messages: int, hub: list[Round], group: list[Round]) -> dict[str, Any]:
    """Only rounds in which the group delivered everything say what it costs."""
    whole = [(ours[0], theirs[0]) for ours, theirs in zip(hub, group, strict=True) if theirs[1] == 1.0]
    return {
        "sockets": sockets,
        "messages": messages,
        "rounds": len(hub),
        "delivered": min(share for _rate, share in hub),
        "hub_per_cpu_s": round(median(rate for rate, _share in hub)),
        "group_per_cpu_s": round(median(theirs for _ours, theirs in whole)) if whole else None,
        "group_delivered": min(share for _rate, share in group),
        "ratio": round(median(ours / theirs for ours, theirs in whole), 2) if whole else None,
    }


async def _state_seen(site: ScratchSite, sockets: int) -> dict[str, Any]:
    port = int(site.address.rsplit(":", 1)[1])
    ears = Ears()
    await ears.open(port, sockets, f"operator:{OPERATOR}")
    turned = await asyncio.to_thread(_raise_voices)
    texts = await ears.heard_of("confirmed")
    await ears.wait(texts, sockets)
    heard = [at for text in texts for at in ears.heard[text]]
    await ears.close()
    return {"seen_by": len(heard), "last_seen_s": round(max(heard) - turned, 3) if heard else None}


def _raise_voices() -> float:
    """Thirty people of long standing press; the clock looks; the moment of the look that turned the state."""
    import django

    django.setup()
    from apps.accountability.models import StateChange, Tile
    from apps.accountability.services import voice_raise
    from apps.base import clock
    from apps.people.services import account_create
    from apps.posts.models import Post, Thread
    from apps.spaces.models import Operator, Space

    now = clock.now()
    before = now - timedelta(days=60)
    operator = Operator.objects.create(slug=OPERATOR, name="Bench operator", created_at=before)
    space = Space.objects.create(slug="bench", name_fr="B", name_en="B", operator=operator, created_at=before)
    thread = Thread.objects.create(space=space, title="Before", started_at=before, last_post_at=before)
    for number in range(30):
        account = account_create(pseudonym=f"regular {number}", passphrase=None, language="en", now=now)
        persona = account.personas.get()
        Post.objects.create(thread=thread, number=number + 1, author=persona, text="Before.", published_at=before)
        voice_raise(
            operator=operator,
            tile=Tile.REMOVED,
            words="",
            account=account,
            browser="",
            network=f"net-{number}",
            now=now - timedelta(minutes=22 + number / 10),
        )
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if change := StateChange.objects.filter(state="confirmed").first():
            return float(change.at.timestamp())
        time.sleep(0.2)
    raise SystemExit("the state did not turn")


async def _hub(group: int, port: int, sockets: int, messages: int, number: int) -> Round:
    """Through the site's own hub: deliveries per CPU-second, and the share that arrived."""
    from redis import asyncio as aioredis

    ears = Ears()
    await ears.open(port, sockets, f"operator:{OPERATOR}")
    texts = [json.dumps({"kind": "state", "n": n, "round": number}) for n in range(messages)]
    await asyncio.sleep(2)
    before = cpu_seconds(group)
    async with aioredis.from_url(os.environ["REDIS_URL"]) as client:
        for text in texts:
            await client.publish(f"live:operator:{OPERATOR}", text)
            await asyncio.sleep(0.2)
    share = await ears.wait(texts, sockets)
    spent = cpu_seconds(group) - before
    await ears.close()
    return share * sockets * messages / spent, share


async def _whole_group(sockets: int, messages: int, environment: dict[str, str]) -> Round:
    """A round in which the group lost messages (a machine in a hurry) says nothing of its cost: it is played again."""
    for _again in range(TRIES):
        with ports.hold_any("127.0.0.1") as held, _group_server(ports.number(held), environment) as server:
            await _ready(server, ports.number(held))
            rate, share = await _group(server.pid, ports.number(held), sockets, messages, environment)
        if share == 1.0:
            break
        print(f"  the group delivered {share:.0%}", flush=True)
    return rate, share


async def _group(pid: int, port: int, sockets: int, messages: int, environment: dict[str, str]) -> Round:
    """Through a group of channels-redis, at the same pace."""
    ears = Ears()
    await ears.open(port, sockets, f"operator:{OPERATOR}")
    texts = [json.dumps({"kind": "state", "n": n, "group": time.time()}) for n in range(messages)]
    await asyncio.sleep(2)
    before = cpu_seconds(pid)
    await _tell_group(texts, environment)
    share = await ears.wait(texts, sockets)
    spent = cpu_seconds(pid) - before
    await ears.close()
    return share * sockets * messages / spent, share


async def _tell_group(texts: list[str], environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bench.surge_group", *texts]
    sender = await asyncio.create_subprocess_exec(*command, env=environment, stdout=DEVNULL)
    try:
        async with asyncio.timeout(PATIENCE):
            if await sender.wait():
                raise SystemExit("the group could not be told")
    finally:
        if sender.returncode is None:
            sender.kill()


@contextmanager
def _group_server(port: int, environment: dict[str, str]) -> Iterator[Popen[bytes]]:
    """granian as the site runs it, in a process group of its own, with as many workers."""
    from trustmgmt.launcher.site import WEB_WORKERS

    command = [str(Path(sys.executable).with_name("granian")), "--interface", "asginl", "--no-access-log"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(WEB_WORKERS)]
    command += ["bench.surge_group:application"]
    environment["BENCH_GROUP"] = f"port-{port}"  # not the group of a server that was ended with its sockets open
    with Popen(command, env=environment, stdout=DEVNULL, stderr=DEVNULL, process_group=0) as server:
        try:
            yield server
        finally:
            os.killpg(server.pid, signal.SIGKILL)  # it may wait for ever for its sockets to close


async def _ready(server: Popen[bytes], port: int) -> None:
    """Nobody else can answer there: the port is held."""
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        with suppress(OSError):
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            await asyncio.sleep(3)  # both workers
            return
        await asyncio.sleep(0.2)
    raise SystemExit("the other server did not start")


def _open_files() -> None:
    """As many as this machine allows, for the site's processes too: a socket is a file on both sides."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def main(arguments: list[str]) -> int:
    """Print what was found, then the JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench.surge_live", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--peer", default="")
    parser.add_argument("--messages", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    _open_files()
    print(
        json.dumps({"bench": "surge_live", **measured(options.sockets, options.peer, options.messages, options.rounds)})
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
