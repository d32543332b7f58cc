"""Alerts as the public sees them: the state live, figures in batches only, answers with a face."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from apps.accountability.models import (
    Alert,
    Answer,
    Answering,
    Commitment,
    Contest,
    Dialogue,
    Discount,
    Opinion,
    StateChange,
    Tally,
    Voice,
)
from apps.accountability.selectors.faces import Face, face_of
from apps.accountability.services.alerts import traced_voices
from apps.accountability.services.independence import read_voices, usual_for
from apps.accountability.states import ICONS, ORDER, TAGS, AlertState, CommitmentState
from apps.algorithms import public_counts, surge
from apps.base.compiled import Compiled, any_of
from apps.base.errors import NotFound
from apps.look.moments import day
from apps.look.numbers import number
from apps.people.models import Account
from apps.spaces.models import Operator, Representative

CURVE_DAYS = 30
OPINIONS_BY = 3  # shown by threes
VERDICTS = {
    CommitmentState.KEPT: "kept",
    CommitmentState.PART: "part",
    CommitmentState.NOT_KEPT: "not_kept",
    CommitmentState.DUE: "due",
}


@dataclass(frozen=True, slots=True)
class StateTag:
    """A state as it is shown: word, icon, and the kind of tag. Colour only repeats."""

    state: str
    word: str
    icon: str
    kind: str


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert in a list. `raw` and `independent` are None while nothing is published: fewer than three."""

    reference: str
    subject: str
    tag: StateTag
    since: datetime
    raw: int | None
    independent: int | None
    counted_until: datetime | None
    answers: int
    answer_due_at: datetime | None
    overdue: bool
    silence: str
    under_review: bool
    closed: bool
    path: str


@dataclass(frozen=True, slots=True)
class SideFinding:
    """What one side said of a promise: those who raised the alert, or the panel."""

    side: str
    words: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment and how it stands."""

    text: str
    due_on: date
    verdict: str
    words: str
    found: list[SideFinding]
    path: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer, signed, with its face and its promises."""

    reference: str
    face: Face
    says: str
    says_words: str
    text: str
    language: str
    answered_at: datetime
    promises: list[Promise]
    sha256: str
    body_path: str
    proof_path: str
    signature_path: str
    about: str
    alert_path: str
    helped: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A published batch of voices."""

    number: int
    until: datetime
    new: int
    raw: int
    independent: int
    text_number: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A version of the words of an alert."""

    number: int
    title: str
    since: datetime
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another alert this one was merged with, split from, or into which it was."""

    how: str
    subject: str
    path: str


@dataclass(frozen=True, slots=True)
class Discounted:
    """How many published voices count together with others, and why."""

    reason: str
    voices: int


@dataclass(frozen=True, slots=True)
class Change:
    """A change of state, and under which rule."""

    number: int
    tag: StateTag
    at: datetime
    rule_version: str
    body_path: str


@dataclass(frozen=True, slots=True)
class DayCount:
    """Voices published in batches that day, and the state it ended in."""

    day: date
    voices: int
    state: str
    word: str


@dataclass(frozen=True, slots=True)
class AlertPage:
    """All that is public about one alert."""

    operator: str
    operator_name: str
    row: AlertRow
    finding: str
    rule: str
    rule_version: str
    figures: str
    discounted: list[Discounted]
    batches: list[Batch]
    changes: list[Change]
    days: list[DayCount]
    answers: list[AnswerView]
    texts: list[Wording]
    related: list[Related]
    topic_path: str
    red_path: str


@dataclass(frozen=True, slots=True)
class CloseContest:
    """What somebody contests about their voice, for whoever decides it."""

    reference: str
    words: str
    filed_at: datetime
    upheld: bool | None
    decision: str


@dataclass(frozen=True, slots=True)
class CloseVoice:
    """A voice for an auditor: what was said and when, never by whom."""

    at: datetime
    member: bool
    withdrawn: bool
    reason: str
    words: str
    contest: CloseContest | None
    proof_path: str


@dataclass(frozen=True, slots=True)
class CloseFigures:
    """Exact live figures, for people with a mandate and without a link to the operator."""

    sentence: str
    expected: str
    under_review: bool
    voices: list[CloseVoice]


def state_tag(state: str) -> StateTag:
    """The words a reader sees."""
    known = AlertState(state)
    words = {
        AlertState.CALM: _("Calm"),
        AlertState.POSSIBLE: _("Possible alert"),
        AlertState.CONFIRMED: _("Confirmed alert"),
    }
    return StateTag(known.value, words[known], ICONS[known], TAGS[known])


def alert_by_reference(operator: Operator, reference: str) -> Alert:
    """Raises NotFound."""
    alert = Alert.objects.select_related("operator").filter(operator=operator, reference=reference).first()
    if alert is None:
        raise NotFound(_("There is no such alert about this operator."))
    return alert


def alert_rows(alerts: Iterable[Alert], *, now: datetime) -> list[AlertRow]:
    """Confirmed first, then possible, then calm; each table is asked once."""
    listed = sorted(alerts, key=lambda a: (ORDER[AlertState(a.state)], -a.state_since.timestamp()))
    tallies = {tally.alert_id: tally for tally in Tally.objects.filter(alert__in=listed).order_by("number")}
    answers = Counter(Answer.objects.filter(alert__in=listed).values_list("alert_id", flat=True))
    return [_row(alert, tallies.get(alert.pk), answers[alert.pk], now) for alert in listed]


def _row(alert: Alert, tally: Tally | None, answers: int, now: datetime) -> AlertRow:
    return AlertRow(
        reference=alert.reference,
        subject=alert.subject,
        tag=state_tag(alert.state),
        since=alert.state_since if alert.public_since else now,
        raw=tally.raw if tally else None,
        independent=tally.independent if tally else None,
        counted_until=tally.until if tally else None,
        answers=answers,
        answer_due_at=alert.answer_due_at,
        overdue=alert.answer_due_at is not None and alert.answer_due_at < now,
        silence=_silence(alert, now),
        under_review=tally is not None and tally.under_review,
        closed=alert.closed_at is not None,
        path=reverse("accountability:alert", args=[alert.operator.slug, alert.reference]),
    )


def _silence(alert: Alert, now: datetime) -> str:
    """What silence past its date is called: read and ignored, or not read at all."""
    if alert.answer_due_at is None or alert.answer_due_at >= now:
        return ""
    if alert.read_at is None:
        return _("Not read by anybody who answers for it.")
    return _("Read on %(day)s, and ignored since.") % {"day": day(alert.read_at)}


def alert_page(alert: Alert, *, now: datetime) -> AlertPage:
    """Everything the page and its JSON twin show."""
    language = get_language() or "fr"
    tallies = list(alert.tallies.all())
    row = _row(alert, tallies[-1] if tallies else None, alert.answers.count(), now)
    judged = surge.Surge(alert.state, 0, 0, 0)
    return AlertPage(
        operator=alert.operator.slug,
        operator_name=alert.operator.name,
        row=row,
        finding=_finding(alert),
        rule=surge.sentence(judged, language),
        rule_version=surge.VERSION,
        figures=_figures(tallies, language),
        discounted=_discounted(tallies),
        batches=[Batch(t.number, t.until, t.new, t.raw, t.independent, t.text_number) for t in reversed(tallies)],
        changes=[_change(change) for change in alert.changes.select_related("alert__operator")],
        days=day_counts([alert], now=now),
        answers=answers_to([alert], now=now),
        texts=[
            Wording(text.number, text.title, text.opened_at, text.why, text.by.public_name if text.by else "")
            for text in alert.texts.select_related("by", "alert")
        ],
        related=list(_related(alert)),
        topic_path=_topic_path(alert),
        red_path=f"{reverse('accountability:red', args=[alert.operator.slug])}?alert={alert.reference}",
    )


def _related(alert: Alert) -> Iterator[Related]:
    """Merging and splitting keep the history: each page names the other."""
    whole = Alert.objects.select_related("operator")
    found = [
        (_("Merged into"), whole.filter(merged=alert)),
        (_("Merged from"), whole.filter(merged_into=alert)),
        (_("A part of"), whole.filter(parts=alert)),
        (_("Its parts"), whole.filter(split_from=alert)),
    ]
    for how, alerts in found:
        for other in alerts.order_by("pk"):
            path = reverse("accountability:alert", args=[other.operator.slug, other.reference])
            yield Related(how, other.subject, path)


def _topic_path(alert: Alert) -> str:
    """The official topic; reversed by name, for its page belongs to a floor above."""
    dialogue = Dialogue.objects.select_related("thread__space").filter(alert=alert).first()
    return reverse("pages:thread", args=[dialogue.thread.space.slug, dialogue.thread_id]) if dialogue else ""


def _finding(alert: Alert) -> str:
    """Answer first: the title is the finding."""
    if alert.public_since is None:
        return _("Fewer than three voices: nothing is published yet.")
    words = {
        AlertState.CALM: _("It is calm: voices are few, or far between."),
        AlertState.POSSIBLE: _("Several people, independently, say the same."),
        AlertState.CONFIRMED: _("Many people, independently, say the same."),
    }
    return words[AlertState(alert.state)]


def _figures(tallies: Sequence[Tally], language: str) -> str:
    last = tallies[-1] if tallies else None
    count = public_counts.PublicCount((), last.raw if last else None, last.independent if last else None, True)
    return public_counts.sentence(count, language)


def _discounted(tallies: Iterable[Tally]) -> list[Discounted]:
    total: Counter[str] = Counter()
    for tally in tallies:
        total.update({code: int(count) for code, count in tally.discounted.items()})
    return [Discounted(str(Discount(code).label), count) for code, count in total.most_common()]


def _change(change: StateChange) -> Change:
    path = reverse("accountability:state_body", args=_address(change.alert, change.number))
    return Change(change.number, state_tag(change.state), change.at, change.rule_version, path)


def _address(alert: Alert, last: str | int) -> list[str | int]:
    return [alert.operator.slug, alert.reference, last]


def answers_to(alerts: Iterable[Alert], *, now: datetime) -> list[AnswerView]:
    """Newest first, each with its face and its promises."""
    found = (
        Answer.objects.filter(alert__in=list(alerts))
        .select_related("representative__operator", "alert__operator")
        .prefetch_related("commitments")
        .order_by("-answered_at")
    )
    helped = _helped(list(found))
    return [_answer(answer, helped.get(answer.pk, ""), now) for answer in found]


def _helped(answers: Sequence[Answer]) -> dict[int, str]:
    """Answer → what those who raised the alert said of it, by threes: a single new word never shows."""
    said: dict[int, list[bool]] = {}
    for answer_id, helped in Opinion.objects.filter(answer__in=answers).order_by("pk").values_list("answer", "helped"):
        said.setdefault(answer_id, []).append(helped)
    shown = {pk: words[: len(words) - len(words) % OPINIONS_BY] for pk, words in said.items()}
    template = _("Of %(n)s who raised it and said so, it helped %(helped)s.")
    return {
        pk: template % {"n": number(len(words)), "helped": number(sum(words))} for pk, words in shown.items() if words
    }


def _answer(answer: Answer, helped: str, now: datetime) -> AnswerView:
    language = (get_language() or "fr")[:2]
    has_own = bool(answer.text_en if language == "en" else answer.text_fr)
    return AnswerView(
        reference=answer.reference,
        face=face_of(answer.representative, now=now),
        says=answer.says,
        says_words=str(Answering(answer.says).label) if answer.says else "",
        text=answer.text,
        language=language if has_own else {"en": "fr", "fr": "en"}[language],
        answered_at=answer.answered_at,
        promises=[_promise(commitment, now) for commitment in answer.commitments.all()],
        sha256=answer.sha256,
        body_path=reverse("accountability:answer_body", args=_address(answer.alert, answer.reference)),
        proof_path=reverse("accountability:answer_proof", args=_address(answer.alert, answer.reference)),
        signature_path=reverse("accountability:signature", args=_address(answer.alert, answer.reference)),
        about=answer.alert.subject,
        alert_path=reverse("accountability:alert", args=[answer.alert.operator.slug, answer.alert.reference]),
        helped=helped,
    )


def _promise(commitment: Commitment, now: datetime) -> Promise:
    state = CommitmentState(commitment.state)
    words = {
        CommitmentState.KEPT: _("Kept"),
        CommitmentState.PART: _("Kept in part"),
        CommitmentState.NOT_KEPT: _("Not kept"),
        CommitmentState.DUE: _("By %(day)s") % {"day": day(commitment.due_on)},
    }
    late = state is CommitmentState.DUE and commitment.due_on < now.date()
    said = _("Date passed on %(day)s, not checked yet") % {"day": day(commitment.due_on)} if late else words[state]
    if state is CommitmentState.DUE and commitment.checked_at is not None:
        said = _("Date passed on %(day)s; too few said whether it was kept") % {"day": day(commitment.due_on)}
    address = [commitment.answer.alert.operator.slug, commitment.reference]
    path = reverse("accountability:promise", args=address)
    return Promise(commitment.text, commitment.due_on, VERDICTS[state], said, list(_found(commitment)), path)


def _found(commitment: Commitment) -> Iterator[SideFinding]:
    """Both sides apart, in figures; a side of fewer than three says nothing."""
    names = {"voices": _("Those who raised it"), "panel": _("A panel drawn by lot")}
    for side, counts in commitment.found.items():
        parts = {word: number(counts.get(word, 0)) for word in ("kept", "part", "not_kept")}
        yield SideFinding(names[side], _("%(kept)s kept, %(part)s in part, %(not_kept)s not kept") % parts)


def promises_in_words(answers: Iterable[AnswerView], *, now: datetime) -> str:
    """How many commitments were kept, side by side: never a share, never a score."""
    counts = Counter(_standing(promise, now) for answer in answers for promise in answer.promises)
    said = {
        "kept": ngettext("%(n)s kept", "%(n)s kept", counts["kept"]),
        "part": ngettext("%(n)s kept in part", "%(n)s kept in part", counts["part"]),
        "not_kept": ngettext("%(n)s not kept", "%(n)s not kept", counts["not_kept"]),
        "late": ngettext("%(n)s past its date", "%(n)s past their date", counts["late"]),
        "due": ngettext("%(n)s to come", "%(n)s to come", counts["due"]),
    }
    parts = [words % {"n": number(counts[key])} for key, words in said.items() if counts[key]]
    return _("Commitments: %(parts)s.") % {"parts": ", ".join(parts)} if parts else ""


def _standing(promise: Promise, now: datetime) -> str:
    return "late" if promise.verdict == "due" and promise.due_on < now.date() else promise.verdict


def day_counts(alerts: Sequence[Alert], *, now: datetime, days: int = CURVE_DAYS) -> list[DayCount]:
    """The curve: voices published per day, and the worst state each day ended in."""
    first = now.date() - timedelta(days=days - 1)
    published: Counter[date] = Counter()
    for until, new in Tally.objects.filter(alert__in=alerts).values_list("until", "new"):
        published[(until - timedelta(seconds=1)).date()] += new
    states = states_by_day(alerts, first, now.date())
    return [DayCount(d, published[d], s, str(AlertState(s).label)) for d, s in states.items()]


CHANGES = Compiled(
    lambda: (
        StateChange.objects.filter(alert=any_of("alerts"))
        .order_by("at", "number")
        .values_list("alert_id", "at", "state")
    )
)


def states_by_day(alerts: Sequence[Alert], first: date, last: date) -> dict[date, str]:
    """For each day the worst state any of these alerts ended it in."""
    per_alert: dict[int, list[tuple[date, str]]] = {}
    for alert_id, at, state in CHANGES.rows(alerts=[alert.pk for alert in alerts]) if alerts else ():
        per_alert.setdefault(alert_id, []).append((at.date(), state))
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {d: _worst(_state_on(history, d) for history in per_alert.values()) for d in span}


def _state_on(history: Sequence[tuple[date, str]], when: date) -> str:
    return next((state for at, state in reversed(history) if at <= when), AlertState.CALM.value)


def _worst(states: Iterable[str]) -> str:
    return min(states, key=lambda state: ORDER[AlertState(state)], default=AlertState.CALM.value)


def chart_sentence(days: Sequence[DayCount]) -> str:
    """What the curve says, for those who do not see it."""
    total, peak = sum(d.voices for d in days), max(days, key=lambda d: d.voices, default=None)
    if not total or peak is None:
        return _("No batch of voices was published in these %(n)d days.") % {"n": len(days)}
    words = ngettext(
        "%(total)s voice published in %(days)d days, most on %(day)s: %(peak)s.",
        "%(total)s voices published in %(days)d days, most on %(day)s: %(peak)s.",
        total,
    )
    return words % {"total": number(total), "days": len(days), "day": day(peak.day), "peak": number(peak.voices)}


def close_figures(alert: Alert, *, now: datetime) -> CloseFigures:
    """Exact and live; the caller has checked the mandate."""
    language = get_language() or "fr"
    judged = read_voices(traced_voices(alert, now), now, usual_for(alert, now=now))
    usual = _("Usual in such a window at this hour of the week: %(n)s.")
    return CloseFigures(
        sentence=surge.figures_sentence(judged.surge, language),
        expected=usual % {"n": number(round(judged.surge.expected, 2))} if judged.surge.expected else "",
        under_review=judged.clusters.over_full(),
        voices=[
            _close_voice(v, alert, language)
            for v in alert.voices.select_related("contest", "proof").order_by("-raised_at")
        ],
    )


def _close_voice(voice: Voice, alert: Alert, language: str) -> CloseVoice:
    contest = Contest.objects.filter(voice=voice).first() if voice.discount or voice.apart else None
    return CloseVoice(
        at=voice.raised_at,
        member=voice.member,
        withdrawn=voice.withdrawn_at is not None,
        reason=voice_reason(voice, language),
        words=voice.words,
        contest=CloseContest(contest.reference, contest.words, contest.filed_at, contest.upheld, contest.reason)
        if contest
        else None,
        proof_path=_proof_path(voice, alert),
    )


def _proof_path(voice: Voice, alert: Alert) -> str:
    proof = getattr(voice, "proof", None)
    return reverse("accountability:proof", args=_address(alert, proof.reference)) if proof else ""


def voice_reason(voice: Voice, language: str) -> str:
    """Why a voice counts together with others, in the algorithm's words; empty when it stands on its own."""
    from apps.algorithms.clusters import Link

    if not voice.discount:
        return ""
    numbers = {"minutes": 0.0, "similarity": 0.0, "rank": 0} | voice.discount_numbers
    return Link(voice.discount, "", numbers["minutes"], numbers["similarity"], int(numbers["rank"])).sentence(language)


def waiting_for(account: Account) -> int:
    """Alerts that wait for an answer of this account's operators."""
    mine = Representative.objects.filter(account=account).values("operator")
    return Alert.objects.open().public().filter(operator__in=mine).exclude(answer_due_at=None).count()
