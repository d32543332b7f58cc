"""How much of oneself one shows in a space: the pseudonym, one attested thing, or a name. Taken back at will."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, any_of
from apps.base.errors import BadInput, NotYours
from apps.base.models import clean_text, validate_text
from apps.ledger.services import append
from apps.people.models import Account, Persona
from apps.people.reserved import is_reserved
from apps.people.skeletons import skeleton
from apps.spaces.models import Disclosure, Membership, Professional, Representative, Shown, Space

A_NAME = re.compile(r"^[^\W\d_][\w’'.\- ]{0,58}[\w.]\Z")


@dataclass(frozen=True, slots=True)
class Attested:
    """One thing that somebody other than the person says of them; `words` by language."""

    key: str
    words: dict[str, str]

    @property
    def said(self) -> str:
        """In the reader's language."""
        return self.words.get((get_language() or "fr")[:2], "")


@dataclass(frozen=True, slots=True)
class Showing:
    """What is asked for; neither: the pseudonym alone."""

    attested: str = ""
    name: str = ""


Source = Callable[[Persona, Space, datetime], Iterable[Attested]]
_SOURCES: list[Source] = []


def register_attestations(source: Source) -> None:
    """What an app knows of a person that they may show."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def attestations_of(persona: Persona, space: Space, *, now: datetime) -> list[Attested]:
    """All that this person could show here."""
    return [attested for source in _SOURCES for attested in source(persona, space, now)]


def known_here(persona: Persona, space: Space, now: datetime) -> Iterable[Attested]:
    """Since when this name is here (the account may be older: that is nobody's business), and verified trades."""
    if persona.account is None:
        return
    joined = persona.created_at
    yield Attested("since", _each(lambda: _("on this site since %(month)s") % {"month": date_format(joined, "F Y")}))
    for trade in Professional.objects.speaking(now).filter(account=persona.account).order_by("pk"):
        yield Attested(f"trade:{trade.reference}", _each(lambda trade=trade: _trade(trade)))  # type: ignore[misc]


def _trade(trade: Professional) -> str:
    return _("%(job)s, verified on %(day)s") % {"job": trade.job, "day": date_format(trade.verified_at)}


def _each(words: Callable[[], str]) -> dict[str, str]:
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = words()
    return said


@transaction.atomic
def disclosure_set(
    *, account: Account, persona: Persona, space: Space, showing: Showing, now: datetime
) -> Disclosure | None:
    """Show this from now on, everywhere one spoke in this space, or nothing but the pseudonym again.

    Raises NotYours outside the space, BadInput for what nobody attests and for names that deceive.
    """
    if persona.account_id != account.pk or not Membership.objects.filter(persona=persona, space=space).exists():
        raise NotYours(_("You are not in this space under this name."))
    row = rehearsed(account=account, persona=persona, space=space, showing=showing, now=now)
    Disclosure.objects.filter(persona=persona, space=space).delete()
    if row is not None:
        row.save()
    append(kind="disclosure.changed", actor=persona.reference, object=space.reference, now=now)
    return row


def rehearsed(
    *, account: Account, persona: Persona, space: Space, showing: Showing, now: datetime
) -> Disclosure | None:
    """The same, kept nowhere: for the preview."""
    if showing.name:
        name = _checked_name(showing.name, account)
        verified = skeleton(name) in {skeleton(own) for own in _verified_names(account, now)}
        return Disclosure(persona=persona, space=space, shown=Shown.NAME, name=name, verified=verified, since=now)
    if not showing.attested:
        return None
    found = next((a for a in attestations_of(persona, space, now=now) if a.key == showing.attested), None)
    if found is None:
        raise BadInput({"attested": _("Nobody attests this of you, or not any more. Choose another.")})
    words = {f"words_{language}": said[:200] for language, said in found.words.items()}
    return Disclosure(persona=persona, space=space, shown=Shown.ATTRIBUTE, attested=found.key, since=now, **words)


def _verified_names(account: Account, now: datetime) -> list[str]:
    return [
        *Professional.objects.speaking(now)
        .filter(account=account)
        .exclude(real_name="")
        .values_list("real_name", flat=True),
        *Representative.objects.filter(account=account).exclude(real_name="").values_list("real_name", flat=True),
    ]


def _checked_name(typed: str, account: Account) -> str:
    """Neither an office, nor what another person bears here, as a pseudonym or with face uncovered."""
    name = " ".join(clean_text(typed).split())
    try:
        validate_text(typed)
    except ValidationError as error:
        raise BadInput({"name": error.messages[0]}) from error
    if not A_NAME.match(name):
        raise BadInput({"name": _("A name has 2 to 60 letters, spaces, dots, apostrophes or dashes.")})
    looks = skeleton(name)
    if is_reserved(looks) or _borne_by_others(looks, account):
        raise BadInput({"name": _("Somebody else bears this name here, or an office does. Show another, or none.")})
    return name


def _borne_by_others(looks: str, account: Account) -> bool:
    if Persona.objects.filter(skeleton=looks).exclude(account=account).exists():
        return True
    uncovered = [
        *Professional.objects.exclude(account=account).exclude(real_name="").values_list("real_name", flat=True),
        *Representative.objects.exclude(account=account).exclude(real_name="").values_list("real_name", flat=True),
    ]
    return looks in {skeleton(name) for name in uncovered}


SHOWN = Compiled(lambda: Disclosure.objects.filter(persona=any_of("personas")))
KEPT = "kept_disclosures"


def keep_disclosures(personas: Iterable[Persona | None]) -> None:
    """What these people show, asked once for all who speak on a page."""
    people = [persona for persona in personas if persona is not None]
    rows = shown_by({persona.pk for persona in people})
    for persona in people:
        keep_disclosure(persona, *rows.get(persona.pk, ()))


def shown_by(personas: Iterable[int]) -> dict[int, list[Disclosure]]:
    """By primary key, what each of them shows anywhere."""
    asked = list(personas)
    found: dict[int, list[Disclosure]] = defaultdict(list)
    for row in SHOWN.objects(personas=asked) if asked else ():
        found[row.persona_id].append(row)
    return found


def keep_disclosure(persona: Persona, *rows: Disclosure) -> None:
    """This, and nothing else, is what they show."""
    setattr(persona, KEPT, list(rows))


def disclosure_in(persona: Persona, space: Space) -> Disclosure | None:
    """What this person shows here; of a list, read by `keep_disclosures`."""
    rows: Iterable[Disclosure] = getattr(persona, KEPT, None) or ()
    if not hasattr(persona, KEPT):
        rows = persona.disclosures.all()
    return next((row for row in rows if row.space_id == space.pk), None)


def shown_words(row: Disclosure | None) -> str:
    """What stands under the pseudonym; empty for the pseudonym alone."""
    if row is None:
        return ""
    if row.shown == Shown.ATTRIBUTE:
        return _("Member · %(attested)s") % {"attested": row.words}
    said = _("Member · %(name)s, a verified name") if row.verified else _("Member · gives the name %(name)s")
    return said % {"name": row.name}


def disclosures_review(now: datetime) -> int:
    """What is not attested any more is shown no more."""
    ended = 0
    shown = Disclosure.objects.filter(shown=Shown.ATTRIBUTE).select_related("persona__account", "space")
    for row in shown.iterator():
        if row.attested not in {a.key for a in attestations_of(row.persona, row.space, now=now)}:
            ended += row.delete()[0]
    return ended
