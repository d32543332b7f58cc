"""Addresses as sites know each other, and what is raised when one does not answer."""

from apps.outside import OutsideError
from apps.outside.targets import read


class Unreachable(Exception):
    """Nothing could be read at an address; `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def host_of(address: str) -> str:
    """Host and, when it is not the usual one, the port; empty for what is no address."""
    try:
        return read(address).authority
    except OutsideError:
        return ""


def last_part(address: str) -> str:
    """The last part of its path: how a space is named there."""
    try:
        return read(address).path.rstrip("/").rpartition("/")[2]
    except OutsideError:
        return ""
