"""A feed for everything public: what any visitor may read, whoever asks. Nothing for members only is ever in one."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.accountability.models import Alert, Answer, StateChange
from apps.accountability.selectors import operator_by_slug
from apps.accountability.selectors.alerts import answers_to, state_tag
from apps.base import clock
from apps.base.errors import NotFound
from apps.documents.models import Version
from apps.documents.selectors import summary_of, title_of
from apps.labels.models import Label, LabelChange
from apps.look.moments import day
from apps.look.syndication import AT_MOST, FeedEntry, FeedOf, feed_answer
from apps.moderation.selectors import lists
from apps.pages.selectors.lines import OF_AUTHOR
from apps.pages.selectors.parts import speaker_of
from apps.pages.selectors.solutions import SolutionLine, asked_of, found_of, solution_lines, with_answers
from apps.posts import selectors as posts
from apps.posts.models import STANDING, Post, Review, Subject, Thread
from apps.spaces.models import Operator, Space, Visibility
from apps.spaces.permissions import readable_spaces
from apps.spaces.selectors import path_of

NOBODY = AnonymousUser()


def feed_view(feed_of: Callable[..., FeedOf]) -> Callable[..., HttpResponseBase]:
    """The view of one kind of feed."""

    @require_safe
    def view(request: HttpRequest, **named: Any) -> HttpResponseBase:
        return feed_answer(request, feed_of(now=clock.now(), **named))

    return view


def space_feed(*, space: str, now: datetime) -> FeedOf:
    """What was told and said in a space, newest first."""
    place = Space.objects.filter(slug=space, visibility=Visibility.PUBLIC).first()
    if place is None:
        raise NotFound(_("No space has this address."))
    reviews = Review.objects.filter(STANDING, space=place)
    messages = Post.objects.filter(STANDING, thread__space=place)
    entries = _newest([*_reviews(reviews), *_messages(messages)])
    return FeedOf(place.name, path_of(place), place.created_at, entries, place.summary)


def subject_feed(*, subject: str, now: datetime) -> FeedOf:
    """What people tell of one thing, in all public spaces."""
    spaces = readable_spaces(NOBODY, now=now)
    thing = posts.visible_subjects(spaces).filter(slug=subject).first()
    if thing is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    rows = Review.objects.filter(STANDING, subject=thing, space__in=spaces)
    path = reverse("pages:subject", args=[thing.slug])
    return FeedOf(posts.label_of(thing), path, _first_day(thing), _reviews(rows))


def _first_day(thing: Subject) -> datetime:
    first = Review.objects.filter(subject=thing).order_by("published_at").values_list("published_at", flat=True).first()
    return first or datetime.fromisoformat("2026-01-01T00:00:00+00:00")


def thread_feed(*, space: str, thread: int, now: datetime) -> FeedOf:
    """The messages of a talk."""
    talk = Thread.objects.select_related("space").filter(pk=thread, space__slug=space).first()
    if talk is None or talk.space.visibility != Visibility.PUBLIC:
        raise NotFound(_("Nothing is here. It may have been erased."))
    rows = Post.objects.filter(STANDING, thread=talk)
    title = posts.thread_title(talk, talk.posts.filter(number=1).first())
    return FeedOf(title, posts.thread_path(talk), talk.started_at, _messages(rows))


def operator_feed(*, op: str, now: datetime) -> FeedOf:
    """Texts, alerts and answers of one operator."""
    operator = operator_by_slug(op)
    alerts = list(Alert.objects.public().filter(operator=operator).select_related("operator"))
    entries = _newest([*_texts(operator), *_states(alerts), *_answers(alerts, now)])
    path = reverse("accountability:operator", args=[operator.slug])
    return FeedOf(operator.name, path, operator.created_at, entries, operator.summary)


def decisions_feed(*, now: datetime) -> FeedOf:
    """Decisions about what stands in public spaces."""
    found, _filters = lists.decisions(NOBODY, lists.Wanted(), now=now)
    entries = [_decision(row) for row in map(lists.row_of, found[:AT_MOST])]
    since = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    return FeedOf(_("Decisions"), reverse("moderation:cases"), since, entries)


def label_feed(*, now: datetime) -> FeedOf:
    """Labels given, suspended, taken up again, revoked."""
    given = [_label(label) for label in Label.objects.select_related("operator").order_by("-granted_at")[:AT_MOST]]
    changes = LabelChange.objects.select_related("label__operator").order_by("-changed_at")[:AT_MOST]
    entries = _newest([*given, *map(_label_change, changes)])
    since = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    return FeedOf(_("The label and its criteria"), reverse("labels:home"), since, entries)


@require_safe
def solutions_feed(request: HttpRequest) -> HttpResponseBase:
    """What was solved, by the same filters as the page; the date is that of the acceptance."""
    asked = asked_of(request.GET)
    rows = with_answers(found_of(asked, readable_spaces(NOBODY, now=clock.now())))[:AT_MOST]
    since = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    entries = [_solution(line) for line in solution_lines(rows)]
    return feed_answer(request, FeedOf(_("Solutions"), reverse("pages:solutions"), since, entries))


def _solution(line: SolutionLine) -> FeedEntry:
    at, mark = line.accepted_at or line.answered_at, line.outdated
    said = {"day": day(mark.since), "who": mark.by} if mark else {}
    late = _("No longer true since %(day)s, says %(who)s.") % said if mark else ""
    return FeedEntry(
        path=line.answer_url,
        title=line.question,
        at=at,
        updated=max(at, mark.said_at) if mark else at,
        author=line.speaker.name,
        text=f"{late} {line.beginning}".strip(),
    )


def _newest(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:AT_MOST]


def _reviews(rows: Any) -> list[FeedEntry]:
    found = rows.select_related("author", "subject", "space", "source").prefetch_related(OF_AUTHOR)
    found = found.order_by("-published_at")[:AT_MOST]
    return [_told(review, review.space) for review in found]


def _messages(rows: Any) -> list[FeedEntry]:
    found = rows.select_related("author", "thread__space", "source").prefetch_related(OF_AUTHOR, posts.BEGUN)
    found = found.order_by("-published_at", "-number")[:AT_MOST]
    return [_told(post, post.thread.space) for post in found]


def _told(item: Post | Review, space: Space) -> FeedEntry:
    """As any visitor reads it: what is masked is cut, and says so."""
    shown = posts.shown(item)
    return FeedEntry(
        path=posts.path_of(item),
        title=posts.title_of(item),
        at=item.published_at,
        updated=max(item.edited_at or item.published_at, item.state_at or item.published_at),
        author=speaker_of(item, space).name,
        html="" if shown.gone else str(shown.html),
        text=shown.gone,
    )


def _texts(operator: Operator) -> list[FeedEntry]:
    found = Version.objects.filter(document__owner=operator.reference).select_related("document")
    return [_text(operator, version) for version in found.order_by("-announced_at")[:AT_MOST]]


def _text(operator: Operator, version: Version) -> FeedEntry:
    path = reverse("accountability:document", args=[operator.slug, version.document.slug])
    words = {"title": title_of(version.document), "n": version.number}
    title = _("%(title)s, version %(n)d") % words
    at = version.announced_at
    return FeedEntry(f"{path}?v={version.number}", title, at, at, operator.name, text=summary_of(version))


def _states(alerts: list[Alert]) -> list[FeedEntry]:
    known = {alert.pk: alert for alert in alerts}
    changes = StateChange.objects.filter(alert__in=known).order_by("-at")[:AT_MOST]
    told = [(change, known[change.alert_id]) for change in changes]
    return [_state(change, alert) for change, alert in told if alert.public_since and change.at >= alert.public_since]


def _state(change: StateChange, alert: Alert) -> FeedEntry:
    path = reverse("accountability:alert", args=[alert.operator.slug, alert.reference])
    words = {"subject": alert.subject, "state": state_tag(change.state).word}
    title = _("Alert “%(subject)s”: %(state)s") % words
    return FeedEntry(f"{path}#state-{change.number}", title, change.at, change.at, "")


def _answers(alerts: list[Alert], now: datetime) -> list[FeedEntry]:
    if not Answer.objects.filter(alert__in=alerts).exists():
        return []
    return [
        FeedEntry(a.signature_path, a.about, a.answered_at, a.answered_at, a.face.name, text=a.text)
        for a in answers_to(alerts, now=now)
    ]


def _decision(row: lists.DecisionRow) -> FeedEntry:
    at = row.decided_at
    path = f"{row.url}#{at:%Y%m%dT%H%M%S}"  # an appeal decides once more on the same page
    return FeedEntry(path, row.finding, at, at, row.decided_by, text=row.lede)


def _label(label: Label) -> FeedEntry:
    path = reverse("labels:label", args=[label.reference])
    title = _("Label given to %(operator)s") % {"operator": label.operator.name}
    return FeedEntry(path, title, label.granted_at, label.granted_at, label.named)


def _label_change(change: LabelChange) -> FeedEntry:
    path = reverse("labels:label", args=[change.label.reference])
    said = _("suspended") if change.holds else _("valid again")
    word = _("revoked") if change.purpose == "revocation" else said
    title = _("Label of %(operator)s: %(word)s") % {"operator": change.label.operator.name, "word": word}
    at = change.changed_at
    return FeedEntry(f"{path}#{change.reference}", title, at, at, change.named, text=change.reason)
