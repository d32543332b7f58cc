"""Each kind of notice has a sentence; the app that sends it registers it in `ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, override


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """`sentence` is a lazy translation with %(name)s places filled from the notice's context."""

    name: str
    sentence: Promise


_KINDS: dict[str, NoticeKind] = {}


def register_kind(name: str, sentence: Promise) -> None:
    """Register the words of a kind."""
    _KINDS[name] = NoticeKind(name, sentence)


def in_each_language(words: Callable[[], object]) -> dict[str, str]:
    """For a notice's context: what is said otherwise in another language, a date or a title."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = str(words())
    return said


def sentence_of(kind: str, context: Mapping[str, object]) -> str:
    """The notice in the reader's language."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    said = {name: value.get(language, "") if isinstance(value, dict) else value for name, value in context.items()}
    return str(_KINDS[kind].sentence) % said
