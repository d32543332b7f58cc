"""Whether a new subject would pass for another: one page for one thing, and no house under another's disguised name."""

from django.utils.translation import gettext as _

from apps.people.skeletons import mixed_word, seen_in_latin, skeleton
from apps.posts.models import Subject
from apps.spaces.models import Operator


def wrong_with_subject(name: str) -> str:
    """A sentence; empty when it may have a page of its own."""
    if word := mixed_word(name):
        return _("“%(word)s” mixes two alphabets: type it in one. A name that only looks like another deceives.") % {
            "word": word
        }
    if name.isascii():
        return ""
    seen = seen_in_latin(name)
    same = Subject.objects.filter(name__iexact=seen).first() if seen != name.casefold() else None
    named = same.name if same is not None else _operator_like(name)
    said = _("This looks like “%(name)s”, which has its page, in other letters. Type it as it stands there.")
    return said % {"name": named} if named else ""


def _operator_like(name: str) -> str:
    """An operator's name in other letters; its own letters are its own."""
    looks, same = skeleton(name), name.casefold()
    names = Operator.objects.values_list("name", flat=True)
    return next((other for other in names if skeleton(other) == looks and other.casefold() != same), "")
