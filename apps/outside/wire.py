"""The wire under the client: it connects to the number that was checked, and every wait ends with the whole.

httpcore2 asks its backend for a connection to a name; ours has the checked numbers already and never asks for the name
again, so nothing can change between the check and the connection. TLS still proves the name.
"""

import socket
import ssl
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore2

from apps.outside.budget import Deadline
from apps.outside.errors import NoAnswer, TooMuch, Why

TRIES = 4  # numbers of one name that are tried


class Wire(httpcore2.NetworkStream):
    """A stream whose every read and write waits no longer than the whole may last."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        try:
            return Wire(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)
        except httpcore2.ConnectError as wrong:
            raise NoAnswer(Why.NO_TLS, type(wrong.__cause__).__name__) from wrong

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedNumbers(httpcore2.NetworkBackend):
    """Connects to the first of these numbers that answers, and to nothing else."""

    def __init__(self, numbers: list[str], deadline: Deadline) -> None:
        self._numbers = numbers[:TRIES]
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        for left, number in zip(range(len(self._numbers), 0, -1), self._numbers, strict=True):
            try:
                stream = httpcore2.SyncBackend().connect_tcp(number, port, self._deadline.left() / left)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
            return Wire(_checked(stream, number), self._deadline)
        raise NoAnswer(Why.NO_CONNECTION)

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore2.NetworkStream:
        raise NoAnswer(Why.NO_CONNECTION)


def unpacked(parts: Iterable[bytes], packing: str, most: int) -> Iterator[bytes]:
    """The bytes of an answer out of their wrapping, never more than `most` of either."""
    unpack = _unpacker(packing)
    came = gave = 0
    for part in parts:
        came += len(part)
        if came > most:
            raise TooMuch(Why.LARGE)
        for piece in unpack(part, most):
            gave += len(piece)
            if gave > most:
                raise TooMuch(Why.LARGE)
            yield piece
    for piece in unpack(None, most):
        yield piece


class _Plain:
    def __call__(self, part: bytes | None, most: int) -> Iterator[bytes]:
        if part:
            yield part


class _Gzip:
    """One gzip stream, unpacked in pieces: a bomb is put down as soon as it grows."""

    PIECE = 64 * 1024

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._began = False  # an answer without a body may say that it is packed

    def __call__(self, part: bytes | None, most: int) -> Iterator[bytes]:
        if part is None:
            if self._began and not self._stream.eof:
                raise NoAnswer(Why.BROKEN, "gzip ends early")
            return
        while part:
            self._began = True
            if self._stream.eof:
                raise NoAnswer(Why.ENCODING, "bytes after the end of gzip")
            try:
                piece = self._stream.decompress(part, self.PIECE)
            except zlib.error as wrong:
                raise NoAnswer(Why.ENCODING) from wrong
            yield piece
            part = self._stream.unconsumed_tail or self._stream.unused_data


def _unpacker(packing: str) -> "_Plain | _Gzip":
    packing = packing.strip().lower()
    if packing in {"", "identity"}:
        return _Plain()
    if packing in {"gzip", "x-gzip"}:
        return _Gzip()
    raise NoAnswer(Why.ENCODING, packing[:20])


def _checked(stream: httpcore2.NetworkStream, number: str) -> httpcore2.NetworkStream:
    """What the kernel says we are connected to is what was checked."""
    connected: socket.socket = stream.get_extra_info("socket")
    if socket.inet_pton(connected.family, connected.getpeername()[0].partition("%")[0]) != socket.inet_pton(
        connected.family, number.partition("%")[0]
    ):
        stream.close()
        raise NoAnswer(Why.NO_CONNECTION)
    return stream
