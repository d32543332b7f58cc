"""Each kind of notice has a sentence; the app that sends it registers it in `ready()`."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """`sentence` is a lazy translation with %(name)s places filled from the notice's context."""

    name: str
    sentence: Promise


_KINDS: dict[str, NoticeKind] = {}


def register_kind(name: str, sentence: Promise) -> None:
    """Register the words of a kind."""
    _KINDS[name] = NoticeKind(name, sentence)


def sentence_of(kind: str, context: dict[str, object]) -> str:
    """The notice in the reader's language."""
    return str(_KINDS[kind].sentence) % context
