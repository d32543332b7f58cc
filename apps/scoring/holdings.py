"""What scores and their counters hold about a person."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from apps.people.archive_parts import Said
from apps.people.holdings import Holding, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.scoring.keys import persona_key
from apps.scoring.models import About, Imprint, LearnedModel, Pool, Reading, RuleChange, Score, Tally, Telling, Vote
from apps.scoring.selectors import view_of

MINE = "review__author__account"


def _scores(account: Account) -> Iterator[dict[str, Any]]:
    for score in Score.objects.filter(**{MINE: account}).select_related("review").order_by("pk"):
        yield {
            "review": score.review.reference,
            "algorithm": f"{score.algorithm} {score.version}",
            **_sentences(score),
            "inputs": score.inputs,
            "inputs_digest": score.inputs_digest,
            "terms": score.terms,
            "log_odds": score.log_odds,
            "threshold": score.threshold,
            "outcome": score.outcome,
            "scored_at": score.scored_at,
            "asked_for_a_look_at": score.flagged_at,
        }


def _sentences(score: Score) -> dict[str, str]:
    """The very words of the desk and of the review's page, in both languages, one line each."""
    told = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            view = view_of(score)
        lines = [view.sentence, *(reason.sentence for reason in view.reasons), view.would_change]
        told[f"sentences_{language}"] = "\n".join(lines)
    return told


def told(account: Account, now: datetime) -> Iterator[Said]:
    """For the readable page of a copy: the words of the review's page."""
    for score in Score.objects.filter(**{MINE: account}).select_related("review__subject").order_by("pk").iterator():
        view = view_of(score)
        lines = [view.sentence, *(reason.sentence for reason in view.reasons), view.would_change]
        title = score.review.title or score.review.subject.name
        yield Said(score.scored_at, title, "\n".join(filter(None, lines)), note=f"{score.algorithm} {score.version}")


def _readings(account: Account) -> Iterator[dict[str, Any]]:
    for reading in Reading.objects.filter(**{MINE: account}).select_related("review").order_by("pk"):
        yield {"review": reading.review.reference, **reading.facts}


def _imprints(account: Account) -> Iterator[dict[str, Any]]:
    for imprint in Imprint.objects.filter(**{MINE: account}).select_related("review").order_by("pk"):
        yield {"review": imprint.review.reference, "signature": bytes(imprint.signature).hex()}


def _tellings(account: Account) -> Iterator[dict[str, Any]]:
    for telling in Telling.objects.filter(**{MINE: account}).select_related("review").order_by("pk"):
        yield {"review": telling.review.reference, "sentences_told_by_the_other_party": telling.told}


def _votes(account: Account) -> Iterator[dict[str, Any]]:
    for vote in Vote.objects.filter(**{MINE: account}).select_related("review", "model").order_by("pk"):
        yield {"review": vote.review.reference, "log_odds": vote.moved, "model": vote.model.version}


def _counters(account: Account) -> Iterator[dict[str, Any]]:
    for row in _tallies(account).select_related("space").order_by("pk"):
        yield {"space": row.space.slug, **row.counters}


def _tallies(account: Account) -> Any:
    keys = [persona_key(pk) for pk in account.personas.values_list("pk", flat=True)]
    return Tally.objects.filter(Q(about=About.AUTHOR), key__in=keys)


def _erase_rows(model: Any) -> Any:
    def erase(account: Account, now: datetime) -> int:
        return int(model.objects.filter(**{MINE: account}).delete()[0])

    return erase


def _erase_tallies(account: Account, now: datetime) -> int:
    return int(_tallies(account).delete()[0])


def _mine(account: Account) -> Any:
    return RuleChange.objects.filter(Q(proposer__account=account) | Q(seconder__account=account))


def _changes(account: Account) -> Iterator[dict[str, Any]]:
    for change in _mine(account).select_related("proposer").order_by("pk"):
        asked = change.proposer.account_id == account.pk
        yield {
            "change": change.reference,
            "about": change.about,
            "parameters": change.parameters,
            "part": "asked" if asked else "answered",
            "reason": change.reason if asked else "",
            "state": change.state,
            "tried_at": change.tried_at,
        }


def _erase_changes(account: Account, now: datetime) -> int:
    RuleChange.objects.filter(proposer__account=account).update(reason="")
    return int(_mine(account).count())


def register() -> None:
    """Called from `ready()`. Before posts: once a review has lost its author, nobody finds what is theirs."""
    deleted = _("deleted")
    holds(
        Holding(Score, _("The scores of your reviews"), _scores, _erase_rows(Score), deleted, order=20, about_me=True)
    )
    holds(
        Holding(
            Reading, _("What they were scored from"), _readings, _erase_rows(Reading), deleted, order=21, about_me=True
        )
    )
    holds(
        Holding(Imprint, _("Imprints of your texts"), _imprints, _erase_rows(Imprint), deleted, order=22, about_me=True)
    )
    holds(
        Holding(
            Tally, _("Counts of your reviews, per space"), _counters, _erase_tallies, deleted, order=23, about_me=True
        )
    )
    holds(
        Holding(
            Telling, _("What a party told of your reviews, counted"), _tellings, _erase_rows(Telling), deleted, order=24
        )
    )
    holds(Holding(Vote, _("What the wording of your reviews says"), _votes, _erase_rows(Vote), deleted, order=25))
    holds(
        Holding(
            RuleChange,
            _("Changes of rule you asked for or answered under a mandate"),
            _changes,
            _erase_changes,
            _("the change stays, asked for by an office, without your words"),
            order=24,
        )
    )
    holds_nothing(Pool, "sums over all spaces, without anybody in them")
    holds_nothing(
        LearnedModel,
        "weights learnt from all decisions together; of wording, hashed places that three authors share at least; "
        "whoever released it, by public name",
    )
