"""Who may doubt, answer a doubt, and read what was said aside. Each check raises a Refusal with its sentence."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow, NotYours
from apps.moderation.permissions import check_can_decide
from apps.people.models import Account, Persona
from apps.posts.models import Review
from apps.posts.selectors import professional_for
from apps.posts.states import ItemState
from apps.professionals.models import Doubt
from apps.spaces.models import Mandate, Professional
from apps.spaces.permissions import Visitor, check_can_read


def check_can_doubt(account: Account, review: Review, *, now: datetime) -> Professional:
    """Whoever speaks for the subject under a verified real name; returns under which."""
    check_can_read(account, review.space, now=now)
    professional = professional_for(account, review, now=now)
    if professional is None:
        raise NotYours(
            _("Only a verified professional may doubt here, for the subject of the review. Anybody may report it.")
        )
    if review.author is not None and review.author.account_id == account.pk:
        raise NotYours(_("You wrote this: you can edit or withdraw it at any time, without a report."))
    check_stands(review)
    return professional


def check_stands(review: Review) -> None:
    """Whole or masked, it is in its place."""
    if review.state not in {ItemState.PUBLISHED, ItemState.MASKED}:
        raise NotNow(_("This review was withdrawn: there is nothing left to doubt."))


def check_can_answer(visitor: Visitor, doubt: Doubt) -> Persona:
    """The author of the review, while nobody has decided."""
    author = author_of(visitor, doubt)
    if author is None:
        raise NotYours(_("Only the author of the review answers a doubt about it."))
    if doubt.settled_at is not None:
        raise NotNow(_("A person has decided already. You may contest the decision on the page of the case."))
    return author


def author_of(visitor: Visitor, doubt: Doubt) -> Persona | None:
    """The name under which this person wrote what is doubted; None when they did not."""
    author = doubt.review.author if doubt.review is not None else None
    mine = visitor.is_authenticated and author is not None and author.account_id == visitor.pk
    return author if mine else None


def check_can_take_back(visitor: Visitor, doubt: Doubt) -> None:
    """Whoever raised it, at any time: decided or not, verified still or not."""
    if not visitor.is_authenticated or doubt.professional.account_id != visitor.pk:
        raise NotYours(_("Whoever raised this doubt can take it back, and nobody else."))
    if doubt.withdrawn_at is not None or not doubt.said.text:
        raise NotNow(_("It is taken back already, or its reasons are gone with their time."))


def check_can_read_aside(visitor: Visitor, doubt: Doubt, *, now: datetime) -> Mandate:
    """A trust manager who may decide the case, and no party to it."""
    if not visitor.is_authenticated:
        raise NotFound(_("Nothing is here. It may have been erased."))
    return check_can_decide(visitor, doubt.case, now=now)
