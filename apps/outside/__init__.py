"""The one door to the world: the only module that opens a socket to a server that is not ours.

`client()` gives the client of the settings; it fetches and posts, or raises one of three answers a page can show:
`NotAllowed` (we do not go there), `NoAnswer` (nobody answered properly: perhaps later), `TooMuch` (it would not end).
"""

from apps.outside.budget import Budget, over_all
from apps.outside.client import Answer, Client, Outgoing, Validators, client, instead
from apps.outside.errors import NoAnswer, NotAllowed, OutsideError, TooMuch, Why

__all__ = [
    "Answer",
    "Budget",
    "Client",
    "NoAnswer",
    "NotAllowed",
    "Outgoing",
    "OutsideError",
    "TooMuch",
    "Validators",
    "Why",
    "client",
    "instead",
    "over_all",
]
