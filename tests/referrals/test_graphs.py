"""Random graphs of words, referrals, sanctions and departures, on the real tables through the same services."""

import random

import pytest

from apps.base.errors import Refusal
from apps.people.erasure import Words, account_erase
from apps.people.models import Persona
from apps.referrals import services
from apps.referrals.models import Referral
from apps.trust.models import Basis, Feedback, GrantedStatus, Kind
from apps.trust.standings import Standing, standings_for
from tests.making import make_persona, make_space, make_topic
from tests.referrals.world import ask, at, earn, give

pytestmark = pytest.mark.django_db
Told = dict[int, set[tuple[str, str, str]]]


class Graph:
    """Some who have earned trust, some newcomers; all of them vouch and speak of each other as chance has it."""

    def __init__(self, seed: int, old: int = 3, new: int = 1) -> None:
        self.random, self.space = random.Random(seed), make_space()
        self.topics = [None, make_topic(self.space, "trains"), make_topic(self.space, "ferries")]
        self.members = [make_persona("", self.space) for _ in range(old + new)]
        for persona in self.members[:old]:
            for topic in self.topics:
                earn(
                    persona, self.space, topic, givers=self.random.randint(3, 11), day=-self.random.choice([1, 40, 60])
                )
        for number in range(20):
            self.speak(number)
        for _ in range(2 * (old + new)):
            self.vouch()

    def speak(self, number: int) -> None:
        giver, receiver = self.random.sample(self.members, 2)
        full = self.random.random() < 0.7
        Feedback.objects.create(
            space=self.space, topic=self.random.choice(self.topics), receiver=receiver, giver=giver.reference,
            kind=Kind.HELPFUL, item=f"item {self.space.pk} {number}", at=at(-1), giver_earned=full,
        )  # fmt: skip

    def vouch(self) -> None:
        """By two, or by one alone, on one day; whoever may not is refused."""
        new, *others = self.random.sample(self.members, 3)
        topic, day = self.random.choice(self.topics), self.random.randint(0, 9)
        for referrer in others[: self.random.choice([1, 2, 2, 2])]:
            try:
                give(referrer, ask(new, self.space, topic=topic, day=day), day=day)
            except Refusal:
                continue

    def ranks(self, day: float) -> dict[tuple[int, str], int]:
        """What each has earned, topic by topic."""
        found = standings_for(self.members, self.space, at(day))
        return {
            (one.pk, topic.slug if topic else ""): max((s.rank for s in earned(found, one, topic)), default=0)
            for one in self.members
            for topic in self.topics
        }

    def sanction(self, number: int, day: float) -> int:
        """Whoever it is about; how many fell, once it is checked that nobody fell further or for others."""
        before, words = self.ranks(day), {"space": self.space.reference, "case": f"case-{self.space.pk}-{number}"}
        services.sanction_stands(persona=self.random.choice(self.members).reference, **words, final=True, now=at(day))
        after = self.ranks(day)
        bearing = set(Referral.objects.filter(case=words["case"]).values_list("referrer", flat=True))
        fell = {who for (who, topic), rank in before.items() if after[who, topic] != rank}
        assert fell <= bearing
        assert len(bearing) <= 2
        assert all(0 <= rank - after[key] <= 1 for key, rank in before.items())
        return len(fell)

    def told(self, day: float) -> Told:
        found = standings_for(self.members, self.space, at(day))
        return {
            one.pk: {(s.basis, s.topic, f"{s.level} {s.sentence}") for s in found.get(one.pk, [])}
            for one in self.members
        }

    def listing(self, gone: Persona) -> set[int]:
        """Whose statuses rest on something that this person said."""
        said = Feedback.objects.filter(space=self.space, giver=gone.reference).values_list("receiver", flat=True)
        vouched = Referral.objects.filter(space=self.space, referrer=gone).values_list("referee", flat=True)
        return {*said, *vouched}


def earned(found: dict[int, list[Standing]], who: Persona, topic: object) -> list[Standing]:
    wanted = getattr(topic, "slug", "")
    return [s for s in found.get(who.pk, []) if s.basis == Basis.EARNED and s.topic == wanted]


def sanctions(graph: Graph, many: int) -> int:
    return sum(graph.sanction(number, 10 + 5 * number) for number in range(many))


def leaves(graph: Graph) -> bool:
    """One leaves the site: whether anything changed for anybody, once it is checked for whom."""
    gone = graph.random.choice(graph.members)
    before, listing = graph.told(10), graph.listing(gone)
    account_erase(account=gone.account, words=Words.DELETE, now=at(10))
    graph.members.remove(gone)
    after = graph.told(10.01)
    changed = {who for who in after if after[who] != before[who]}
    assert changed <= listing
    assert not GrantedStatus.objects.filter(persona__account=None, space=graph.space).exists()
    return bool(changed)


def test_in_a_graph_of_referrals_a_sanction_and_a_departure_touch_only_what_rests_on_them():
    graph = Graph(3)

    sanctions(graph, many=2)
    leaves(graph)


@pytest.mark.prove
def test_forty_graphs_on_the_real_tables(record_property):
    lowered, changed = 0, 0
    for seed in range(40):
        graph = Graph(seed, old=5, new=3)
        lowered += sanctions(graph, many=4)
        changed += leaves(graph)
    record_property("lowered", lowered)
    record_property("changed_by_leaving", changed)
