"""Why an address outside was not reached: a code for rows and counts, a sentence for pages."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Why(StrEnum):
    """Every reason there is."""

    ADDRESS = "address"
    SCHEME = "scheme"
    PORT = "port"
    CREDENTIALS = "credentials"
    LITERAL = "literal"
    LOCAL_NAME = "local_name"
    NOT_PUBLIC = "not_public"
    HEADER = "header"
    NO_NAME = "no_name"
    NO_CONNECTION = "no_connection"
    NO_TLS = "no_tls"
    BROKEN = "broken"
    ENCODING = "encoding"
    REDIRECT = "redirect"
    SLOW = "slow"
    LARGE = "large"
    HOPS = "hops"
    FETCHES = "fetches"
    DEPTH = "depth"


SENTENCES: dict[Why, Promise] = {
    Why.ADDRESS: _("This is not an address in the form we read."),
    Why.SCHEME: _("Only https addresses are reached."),
    Why.PORT: _("Only the usual port of https is reached."),
    Why.CREDENTIALS: _("The address carries a name or a passphrase."),
    Why.LITERAL: _("The address is a number: a site has a name."),
    Why.LOCAL_NAME: _("The name belongs to a private network."),
    Why.NOT_PUBLIC: _("The name leads to an address that is not on the open internet."),
    Why.HEADER: _("The request holds a line that cannot be sent."),
    Why.NO_NAME: _("Nobody knows this name at the moment."),
    Why.NO_CONNECTION: _("Nobody answers there at the moment."),
    Why.NO_TLS: _("Who answers there cannot show that the name is theirs."),
    Why.BROKEN: _("The answer broke off or is not in the form of the web."),
    Why.ENCODING: _("The answer is packed in a way we do not unpack."),
    Why.REDIRECT: _("The answer sends elsewhere, and says not where, or where we may not follow."),
    Why.SLOW: _("The answer took too long."),
    Why.LARGE: _("The answer is too large."),
    Why.HOPS: _("The answer sends elsewhere too often."),
    Why.FETCHES: _("Too many addresses for one message."),
    Why.DEPTH: _("Too many messages inside one another."),
}


class OutsideError(Exception):
    """Something outside was not reached; `why` is the code, `detail` is for logs (never a body)."""

    later = False  # whether a later try may do better

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else str(why))
        self.why = why
        self.detail = detail

    @property
    def sentence(self) -> str:
        """For the person who asked."""
        return str(SENTENCES[self.why])


class NotAllowed(OutsideError):
    """We do not go there, now or later."""


class NoAnswer(OutsideError):
    """Nobody answered, or not properly."""

    later = True


class TooMuch(OutsideError):
    """It would have taken more than one message may take."""
