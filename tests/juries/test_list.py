"""Who is on the list that a jury is drawn from, and who is not: one person for each reason."""

from datetime import timedelta

import pytest

from apps.algorithms.jury import Group
from apps.juries import services
from apps.juries.candidates import lot_of
from apps.moderation.models import Case
from apps.moderation.rules import RuleCode
from apps.moderation.services.second_readings import View, second_ask, second_give
from apps.moderation.states import Outcome
from apps.moderation.ties import Tie
from apps.people.models import Arrival, Invitation
from apps.posts.models import DeclaredLink, Review
from apps.spaces.models import Mandate, Pause, Professional, Representative, Role
from apps.spaces.services import mandate_grant, space_join
from tests.juries.world import BEFORE, CALLED, appealed, members
from tests.moderation.world import NOW, audit_of, make_space, make_world, person, publish, report

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("english")
def test_nobody_with_a_part_or_a_link_or_an_opinion_is_on_the_list_and_whoever_is_free_of_them_again_is():
    world = make_world()
    free, barred = _free(world), _barred(world)
    _read_second(world, barred["gave the second opinion"].account)

    jury = services.jury_call(account=world.author.account, case=appealed(world), text="Read it.", now=CALLED)

    listed = {lot for lot, _group, _side in jury.members}
    assert {why for why, one in barred.items() if lot_of(jury.key, jury.reference, one) in listed} == set()
    assert {why for why, one in free.items() if lot_of(jury.key, jury.reference, one) not in listed} == set()
    assert len(listed) == len(free)
    experienced = {lot for lot, group, _side in jury.members if group == Group.EXPERIENCED}
    assert experienced == {lot_of(jury.key, jury.reference, free["wrote ten texts"])}


def _free(world):
    found = dict(
        zip(["one", "two", "link ended", "pause over", "friend of a friend"], members(world.space, 5), strict=True)
    )
    found["wrote ten texts"] = members(world.space, 1, texts=10, called="writer")[0]
    _tie(found["link ended"], ended_at=NOW, persona=world.author)
    Pause.objects.create(space=world.space, persona=found["pause over"], until=CALLED)
    _tie(found["friend of a friend"], colleague=_mandate(person("somebody who decided nothing")))
    return found


def _barred(world):
    named = [
        "gave the second opinion", "read it blind", "is paused", "was brought by the author", "brought the reporter",
        "answers for the operator", "speaks for the house", "is linked with the house", "is linked with the author",
        "is linked with the operator", "is linked with the space", "is linked with who decided",
        "who decided is linked with them", "has a mandate here",
    ]  # fmt: skip
    found = dict(zip(named, members(world.space, len(named), called="barred"), strict=True))
    for why, one in found.items():
        BARS.get(why, _nothing)(world, one)
    return found | {"has been here for two days": _young(world), "has written nothing": _silent(world)}


def _nothing(_world, _one):
    """What happens later in the story."""


def _read_blind(world, one):
    given = {"seat": 1, "lease_until": NOW, "verdict": "genuine", "given_at": NOW}
    audit_of(world.review).readings.create(reader=one.account, **given)


def _pause(world, one):
    Pause.objects.create(space=world.space, persona=one, until=CALLED + DAY)


def _brought(by, whom):
    invitation = Invitation.objects.create(account=by.account, made_at=NOW, until=CALLED)
    Arrival.objects.create(account=whom.account, invitation=invitation, at=NOW)


def _answer_for(world, one):
    Representative.objects.create(operator=world.space.operator, account=one.account, from_at=NOW)


def _speak_for(world, one):
    Professional.objects.create(account=one.account, subject=world.review.subject.reference, verified_at=NOW)


def _work_there(world, one):
    Review.objects.filter(author=one).update(link=DeclaredLink.EMPLOYEE)


def _mandate(one, space=None, **more):
    space = space or make_space(f"elsewhere-{one.pk}")
    role = {"role": Role.TRUST_MANAGER, "public_name": f"tm_{one.pk}", "now": NOW}
    return mandate_grant(account=one.account, space=space, **role, **more)


def _tie(one, *, ended_at=None, **whom):
    Tie.objects.create(
        mandate=_mandate(one), declared_at=NOW, declared_by=None, reason="It is known.", ended_at=ended_at, **whom
    )


def _linked_by_who_decided(world, one):
    mandate = Mandate.objects.get(account=world.rowan)
    Tie.objects.create(mandate=mandate, colleague=_mandate(one), declared_by=mandate, declared_at=NOW)


BARS = {
    "read it blind": _read_blind,
    "is paused": _pause,
    "was brought by the author": lambda world, one: _brought(world.author, one),
    "brought the reporter": lambda world, one: _brought(one, world.reporter),
    "answers for the operator": _answer_for,
    "speaks for the house": _speak_for,
    "is linked with the house": _work_there,
    "is linked with the author": lambda world, one: _tie(one, persona=world.author),
    "is linked with the operator": lambda world, one: _tie(one, operator=world.space.operator),
    "is linked with the space": lambda world, one: _tie(one, space=world.space),
    "is linked with who decided": lambda world, one: _tie(one, colleague=Mandate.objects.get(account=world.alder)),
    "who decided is linked with them": _linked_by_who_decided,
    "has a mandate here": lambda world, one: _mandate(one, world.space),
}


def _read_second(world, account):
    """Under a mandate that is over when the jury is called."""
    held = {"account": account, "role": Role.TRUST_MANAGER, "public_name": "tm_birch", "space": world.space}
    mandate_grant(**held, until=NOW + HOUR, now=NOW)
    report(world.review, person("neighbour", world.space))
    asked = {"case": Case.objects.get(), "view": View(Outcome.MASK, RuleCode.PRIVATE_PERSON), "seen_version": 1}
    second_ask(account=world.alder, **asked, now=NOW)
    second_give(account=account, **asked, now=NOW)


def _young(world):
    one = person("newcomer", world.space)
    publish(world.space, one, text="Came on time.")
    return one


def _silent(world):
    one = person("reader")
    space_join(persona=one, space=world.space, consent=True, now=BEFORE)
    return one
