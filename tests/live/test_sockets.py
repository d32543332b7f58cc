"""A right that is lost ends within its time, however busy the socket; public news is never asked about again."""

import asyncio
import time

import pytest

from apps.live import channels, sockets
from apps.live.sockets import LiveConsumer


class Ears(LiveConsumer):
    """A socket whose other side is a list."""

    def __init__(self, channel: str) -> None:
        super().__init__()
        self.channel, self.heard, self.closed = channel, [], 0.0
        self.scope = {"user": None, "session": None}

    async def send(self, text_data=None, bytes_data=None, close=False):
        self.heard.append((time.monotonic(), text_data))

    async def close(self, code=None, reason=None):
        self.closed = time.monotonic()


def listen(channel: str, seconds: float) -> Ears:
    """Fifty messages a second, so long."""

    async def busy() -> Ears:
        ears, queue = Ears(channel), asyncio.Queue()
        pump = asyncio.create_task(ears._forward(queue))
        for number in range(int(seconds * 50)):
            queue.put_nowait(str(number))
            await asyncio.sleep(0.02)
        pump.cancel()
        return ears

    return asyncio.run(busy())


@pytest.fixture(autouse=True)
def two_channels(monkeypatch):
    monkeypatch.setattr(sockets, "RECHECK_SECONDS", 0.2)
    monkeypatch.setattr(channels, "_CHANNELS", {})


def test_a_busy_socket_closes_within_its_time_and_hears_nothing_after():
    lost = time.monotonic() + 0.3
    channels.register_channel("desk", lambda account, rest: time.monotonic() < lost)

    ears = listen("desk:garden", 1.0)

    assert lost <= ears.closed <= lost + 0.35
    assert max(at for at, _text in ears.heard) <= ears.closed
    assert len(ears.heard) >= 10


def test_while_the_right_stands_every_message_comes_in_order():
    asked = []
    channels.register_channel("desk", lambda account, rest: asked.append(rest) is None)

    ears = listen("desk:garden", 0.8)

    assert [text for _at, text in ears.heard] == [str(n) for n in range(40)][: len(ears.heard)]
    assert len(ears.heard) >= 39
    assert len(asked) >= 3


def test_public_news_is_sent_without_asking_again():
    channels.register_channel("operator", channels.everybody)

    ears = listen("operator:somebody", 0.3)

    assert len(ears.heard) >= 14
    assert not ears.closed
