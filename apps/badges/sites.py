"""Addresses as sites know each other, and what is raised when one does not answer."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.outside import OutsideError
from apps.outside.errors import SENTENCES
from apps.outside.targets import read

SAID = {
    "HTTP 404": gettext_lazy("Nothing stands there."),
    "HTTP 410": gettext_lazy("What stood there is over: its site says so."),
    "another site": gettext_lazy("It leads to another site, which may not answer for it."),
    "form": gettext_lazy("What stands there is not in a form we read."),
    "another issuer": gettext_lazy("What stands there is the name of another issuer."),
}


class Unreachable(Exception):
    """Nothing could be read at an address; `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    @property
    def sentence(self) -> str:
        """For the person who gave the address."""
        said = SAID.get(self.why) or next((text for code, text in SENTENCES.items() if code == self.why), None)
        return str(said) if said else _("Its site answers something else.")


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
