"""Auditors look at an operator, from the announcement to its answer; and members vote on other words for a charter.

A witness of the demo's own signs one checkpoint: in this world somebody outside watches the log.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.test import override_settings

from apps.audits import services as audits
from apps.audits.models import Audit, Population
from apps.documents.selectors import document_of
from apps.ledger import checkpoints, sequencer
from apps.ledger.models import Cosignature
from apps.people.models import Account
from apps.proposals import services as proposals
from apps.proposals.models import Proposal
from apps.proposals.rules import Rule
from apps.signatures import keys, notes
from apps.signatures.notes import WITNESS, Voucher
from apps.spaces.models import Membership, Role
from apps.spaces.services import mandate_grant
from trustmgmt.demo.world import World

AUDITORS = (("oak_leaf", "oriel_audit"), ("quarry_dog", "linnet_audit"), ("river_bend", "sorrel_audit"))
WATCHED, ASKED = "voix-de-table", "hearthside"
DRAWN = 4
QUESTION_FR = (
    "Ce texte dit-il en mots simples ce qu’il change pour les membres, et a-t-il été annoncé avant d’obliger ?"
)
QUESTION_EN = (
    "Does this text say in plain words what it changes for members, and was it announced before it bound them?"
)
UNCLEAR = "Nothing on the page says in a sentence what it changes: a member has to read all of it."
UNSURE = "It is the first of its kind: there was nothing to change."
FOUND = (
    ("Annoncés avant d’obliger, tous. Un texte sur quatre ne dit pas en une phrase ce qu’il change.",
     "Announced before they bound anybody, all of them. One text in four does not say in a sentence what it changes."),
    ("Les dates sont tenues ; un résumé manque, et pour un premier texte la question se pose mal.",
     "The dates are kept; one summary is missing, and of a first text the question can hardly be asked."),
)  # fmt: skip
ANSWER_FR = "Chaque version aura son résumé à partir de ce mois. Nous avons relu les textes en cause avec deux membres."
ANSWER_EN = "From this month each version has its summary. We have read the texts in question again with two members."
PROPOSED_FR = "\n\nQui conteste est entendu par quelqu’un qui n’a pas décidé, dans les sept jours."
PROPOSED_EN = "\n\nWhoever contests is heard by somebody who has not decided, within seven days."
SUMMARY_FR = "Un recours serait entendu dans les sept jours."
SUMMARY_EN = "An appeal would be heard within seven days."
WHY = "I waited nineteen days for an answer about a review of a boiler. By then the boiler was sold. Seven days is what the trade itself promises."
VOTES = "ffaffnfaf"


def plan_watchers(world: World) -> None:
    """Plan an audit that is finished, and a vote that runs."""
    world.at(90, lambda now: _mandates(world, now))
    world.at(6.2, lambda now: _announce(world, now))
    world.at(6.1, lambda now: _draw(now))
    world.at(4, lambda now: _look(now))
    world.at(2, lambda now: _answer(world, now))
    world.at(9, lambda now: _propose(world, now))
    world.at(1.9, lambda now: proposals.proposals_move(now=now))
    world.at(1, lambda now: _vote(world, now))


def _mandates(world: World, now: datetime) -> None:
    """Three more auditors, who say that they have no link, as fern_audit does."""
    for pseudonym, public_name in AUDITORS:
        mandate_grant(account=world.account(pseudonym), role=Role.AUDITOR, public_name=public_name, now=now)
    for pseudonym in ("fern_audit", *(name for name, _public in AUDITORS)):
        audits.link_declare(
            account=world.account(pseudonym), operator=world.operators[WATCHED], linked=False, words="",
            now=now + timedelta(seconds=1),
        )  # fmt: skip


def _announce(world: World, now: datetime) -> None:
    since, until = (now - timedelta(days=119)).date(), now.date()
    draft = audits.AuditDraft(Population.VERSIONS, since, until, DRAWN, QUESTION_FR, QUESTION_EN)
    operator = world.operators[WATCHED]
    audits.audit_announce(account=world.account("fern_audit"), operator=operator, draft=draft, now=now)


@contextmanager
def watched(now: datetime) -> Iterator[None]:
    """The demo's witness has signed the newest checkpoint, and is asked for."""
    key = keys.from_seed(hashlib.sha256(b"the witness of the demo").digest())
    voucher = Voucher("witness.demo.example/elsewhere", WITNESS, key.public_key())
    newest = checkpoints.newest()
    if newest is None:
        raise LookupError("nothing was sealed")
    line = notes.cosign(newest.text, voucher.name, key, int(now.timestamp()))
    Cosignature.objects.create(checkpoint=newest, witness=voucher.name, line=line, at=now)
    with override_settings(WITNESSES=[(settings.SITE_URL, voucher.vkey)], WITNESS_QUORUM=1):
        yield


def _draw(now: datetime) -> None:
    """Seal, let the demo's witness sign, draw."""
    sequencer.seal(now=now)
    with watched(now):
        audits.audits_draw(now=now)


def _look(now: datetime) -> None:
    """Both look at every item; one finds what the other does not."""
    audit = Audit.objects.get()
    seats = list(audit.seats.select_related("mandate__account"))
    for seat, (fr, en) in zip(seats, FOUND, strict=True):
        account = seat.mandate.account if seat.mandate else None
        if account is None:
            raise LookupError(seat.named)
        for number in range(1, audit.size + 1):
            verdict, words = ("wrong", UNCLEAR) if number == 2 else ("right", "")
            if number == DRAWN and seat is seats[1]:
                verdict, words = "unsure", UNSURE
            audits.finding_note(account=account, audit=audit, number=number, verdict=verdict, words=words, now=now)
        audits.seat_finish(account=account, audit=audit, verdict="", words_fr=fr, words_en=en, now=now)


def _answer(world: World, now: datetime) -> None:
    audits.audit_answer(
        account=world.account("awa.ndour"), audit=Audit.objects.get(), text_fr=ANSWER_FR, text_en=ANSWER_EN, now=now
    )


def _propose(world: World, now: datetime) -> None:
    operator = world.operators[ASKED]
    rule = Rule.of_text(operator, document_of(operator.reference, "charter"))
    fr, en = rule.bodies
    draft = proposals.ProposalDraft(
        fr + PROPOSED_FR, en + PROPOSED_EN, SUMMARY_FR, SUMMARY_EN, WHY, world.spaces["home-repairs"]
    )
    address = f"{settings.SITE_URL}/en/proposals/REF/"
    proposals.proposal_make(account=_members(world)[0], rule=rule, draft=draft, address=address, language="en", now=now)


def _members(world: World) -> list[Account]:
    """Who stood in its space first, in that order."""
    rows = Membership.objects.filter(space=world.spaces["home-repairs"]).exclude(persona__account=None)
    found = [row.persona.account for row in rows.select_related("persona__account").order_by("joined_at", "pk")]
    return [account for account in found if account is not None]


def _vote(world: World, now: datetime) -> None:
    choices = {"f": "for", "a": "against", "n": "neither"}
    proposal = Proposal.objects.get()
    earlier = [m for m in _members(world) if not m.representations.exists()]
    for account, letter in zip(earlier, VOTES, strict=False):
        proposals.vote_cast(account=account, proposal=proposal, choice=choices[letter], now=now)
    proposals.turnouts_tell(now=now)
