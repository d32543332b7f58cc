"""Two who write the next version of one text at once: the second is told what the first changed, and loses nothing."""

from collections.abc import Sequence

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from apps.algorithms import sentence_diff
from apps.base.errors import NotNow
from apps.documents.models import Document

MOST_NAMED = 3  # sentences quoted of each kind: the whole difference has a page of its own


def number_of(document: Document | None) -> int:
    """Of the latest version, announced or in force; 0 before the first."""
    if document is None:
        return 0
    return document.versions.order_by("-number").values_list("number", flat=True).first() or 0


def check_nothing_since(document: Document | None, after: int | None) -> None:
    """`after`: the version that was read when this one was begun; nothing when nobody read any. Raises NotNow with what
    changed since. Asked again by whoever publishes, once the text is locked."""
    number = number_of(document)
    if document is None or after is None or after == number:
        return
    said = [
        _("Version %(number)d was published while you were writing.") % {"number": number},
        *_changes(document, after, number),
        _("What you typed stands below: read that version, then publish yours if it still holds."),
    ]
    raise NotNow(" ".join(said))


def _changes(document: Document, after: int, number: int) -> list[str]:
    """What it says now, and no longer, in the language of the reader."""
    bodies = {
        row.number: _body(row.body_fr, row.body_en) for row in document.versions.filter(number__in=[after, number])
    }
    changes = sentence_diff.compare(bodies.get(after, ""), bodies[number])
    new = [one for one in changes if one.kind == "changed" or (one.kind == "added" and one.sentence.kind != "heading")]
    now = [one.sentence.text for one in new]
    gone = [change.sentence.text for change in changes if change.kind == "removed"]
    said = [_("It now says: %(what)s.") % {"what": _quoted(now)}] if now else []
    return [*said, _("It no longer says: %(what)s.") % {"what": _quoted(gone)}] if gone else said


def _body(french: str, english: str) -> str:
    return english if (get_language() or "fr").startswith("en") else french


def _quoted(sentences: Sequence[str]) -> str:
    named = ", ".join(_("“%(words)s”") % {"words": words.rstrip(".")} for words in sentences[:MOST_NAMED])
    more = len(sentences) - MOST_NAMED
    return named if more <= 0 else named + " " + ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}
