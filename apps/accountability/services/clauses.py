"""Members talk about one sentence of an operator's text, in a space where they stand; published at once like any post.

The talk is a talk of that space: reported, decided, appealed and erased there, by the same rules and the same people.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accountability.permissions import check_can_look_for
from apps.accountability.stated import ClauseTalk
from apps.base.errors import NotNow
from apps.documents.clauses import clause_look
from apps.documents.models import Clause, ClausePlace, Standing
from apps.ledger.services import append
from apps.people.models import Account
from apps.posts.models import Post
from apps.posts.services import post_add, thread_start
from apps.spaces.models import Operator, Space
from apps.spaces.selectors import member_in

QUOTED = 400  # letters of the clause that stand on top of the talk
INTRODUCED = 500  # a new talk begins with the quote and its address: what is said has that much less room
TITLED = 90


@transaction.atomic
def clause_discuss(
    *, account: Account, clause: Clause, space: Space, text: str, address: str, language: str, now: datetime
) -> Post:
    """Say something about a clause: opens the talk of this space about it, or goes on with it."""
    author = member_in(account, space)
    talk = ClauseTalk.objects.select_for_update().filter(clause=clause, thread__space=space).first()
    if talk is not None:
        return post_add(author=author, thread=talk.thread, text=text, now=now, language=language)
    words = f"> {_cut(clause.quote, QUOTED)}\n\n{address}\n\n{text}" if text.strip() else ""
    thread = thread_start(
        author=author, space=space, title=_title(clause, language), text=words, now=now, language=language
    )
    ClauseTalk.objects.create(clause=clause, thread=thread)
    return thread.posts.get(number=1)


def _title(clause: Clause, language: str) -> str:
    with override(language):
        return _("On the clause “%(words)s”") % {"words": _cut(clause.quote, TITLED)}


def _cut(quote: str, most: int) -> str:
    return quote if len(quote) <= most else quote[: most - 1].rstrip() + "…"


@transaction.atomic
def clause_settle(
    *, account: Account, operator: Operator, clause: Clause, number: int, at: int | None, now: datetime
) -> ClausePlace:
    """A clause that was lost stands here, or is gone: said by a person, in the public log under the text."""
    check_can_look_for(account, clause, operator, now=now)
    place = ClausePlace.objects.filter(clause=clause, number=number).first()
    if place is None or place.state != Standing.LOST:
        raise NotNow(_("This clause is not lost in that version: somebody has looked already."))
    settled = clause_look(clause=clause, number=number, at=at, now=now)
    append(
        kind="clause.settled",
        actor=account.reference,
        object=clause.reference,
        payload={"clause": clause.pk, "version": number, "at": at},
        now=now,
    )
    return settled
