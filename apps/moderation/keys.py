"""The keys of the desk, as published; each person may change theirs, or switch them off. All are dead in fields."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.base.errors import BadInput

KEYS: dict[str, str] = {
    "keep": "a",
    "label": "l",
    "mask": "m",
    "ask_edit": "e",
    "pause": "p",
    "close": "c",
    "lift": "r",
    "second": "s",
    "put_off": "d",
    "undo": "z",
    "next": "j",
    "previous": "k",
    "words": "w",
    "help": "?",
}
NAMES = {
    "keep": gettext_lazy("Keep"),
    "label": gettext_lazy("Label"),
    "mask": gettext_lazy("Mask"),
    "ask_edit": gettext_lazy("Ask to edit"),
    "pause": gettext_lazy("Pause posting"),
    "close": gettext_lazy("Close the talk"),
    "lift": gettext_lazy("End the pause early"),
    "second": gettext_lazy("Second opinion"),
    "put_off": gettext_lazy("Put off"),
    "undo": gettext_lazy("Undo"),
    "next": gettext_lazy("Case after"),
    "previous": gettext_lazy("Case before"),
    "words": gettext_lazy("Your words"),
    "help": gettext_lazy("Help: all keys"),
}
FIXED = frozenset("123456789")  # the nine rules of the bar


def keys_of(chosen: Mapping[str, str]) -> dict[str, str]:
    """The published keys, with what this person changed."""
    return {act: chosen.get(act, key) for act, key in KEYS.items()}


def checked(typed: Mapping[str, str]) -> dict[str, str]:
    """What differs from the published keys; raises BadInput with a sentence for each that cannot be."""
    wanted = {act: (typed.get(act) or key).strip().lower() for act, key in KEYS.items()}
    errors: dict[str, Any] = {}
    for act, key in wanted.items():
        if len(key) != 1 or not key.isprintable() or key.isspace():
            errors[act] = _("One character, please.")
        elif key in FIXED:
            errors[act] = _("1 to 9 are the rules: choose another key.")
        elif list(wanted.values()).count(key) > 1:
            errors[act] = _("Two acts cannot have the same key.")
    if errors:
        raise BadInput(errors)
    return {act: key for act, key in wanted.items() if key != KEYS[act]}


def seconds(number: float) -> str:
    """So long, in whole seconds."""
    n = round(number)
    return ngettext("%(n)d second", "%(n)d seconds", n) % {"n": n}
