"""Doubts as everybody reads them: who doubts what and why, and how it ended; one alone, those of a subject, all."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, given
from apps.base.errors import NotFound
from apps.base.permissions import allows
from apps.look.moments import day
from apps.look.signage import Voice, VoiceKind
from apps.posts import selectors as posts
from apps.posts.models import Review, Subject
from apps.posts.states import ItemState
from apps.professionals.models import Doubt, DoubtAnswer, DoubtReasons
from apps.professionals.permissions import author_of, check_can_take_back
from apps.professionals.services.answers import Aside, aside_of
from apps.professionals.states import MEANINGS, Cause, DoubtState
from apps.spaces.permissions import Visitor, check_can_read, readable_spaces

GONE = posts.Shown("", SafeString(""))


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """One doubt."""

    reference: str
    url: str
    name: str
    job: str
    subject: str
    subject_url: str
    cause: str
    reasons: str
    reasons_gone: str  # the sentence that stands in their place, once they are masked
    reasons_case_url: str
    report_url: str  # where anybody contests the reasons themselves; empty when nothing is left to
    state: str
    state_word: str
    meaning: str
    raised_at: datetime
    due_at: datetime
    settled_at: datetime | None
    withdrawn_at: datetime | None  # the professional took the reasons back
    review: str
    review_url: str
    case_url: str

    @property
    def voice(self) -> Voice:
        """Who doubts, face uncovered."""
        return Voice(VoiceKind.PROFESSIONAL, self.name, word=self.job if self.job != self.name else "")

    @property
    def settled(self) -> bool:
        """Whether a person has decided, or nothing is left to decide."""
        return self.state != DoubtState.OPEN


@dataclass(frozen=True, slots=True)
class DoubtPage:
    """One doubt; `mine` for the author of the review, with what they answered, and nobody else."""

    doubt: DoubtRow
    mine: bool
    answered: DoubtAnswer | None
    said: Aside | None
    may_answer: bool
    may_take_back: bool  # for whoever raised it


@dataclass(frozen=True, slots=True)
class ReviewDoubt:
    """The line under a review."""

    sentence: str
    url: str
    settled: bool


def doubts_readable(visitor: Visitor, *, now: datetime) -> QuerySet[Doubt]:
    """Newest first, of the spaces that this visitor may read."""
    rows = Doubt.objects.filter(space__in=readable_spaces(visitor, now=now))
    return _with_all(rows).order_by("-raised_at", "-pk")


def doubts_about(subject: Subject, visitor: Visitor, *, now: datetime) -> QuerySet[Doubt]:
    """Those about one subject."""
    return doubts_readable(visitor, now=now).filter(subject=subject)


def subject_read(slug: str, visitor: Visitor, *, now: datetime) -> Subject:
    """One that this visitor may read something about; raises NotFound."""
    found = posts.visible_subjects(readable_spaces(visitor, now=now)).filter(slug=slug).first()
    if found is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    return found


def _with_all(rows: QuerySet[Doubt]) -> QuerySet[Doubt]:
    return rows.select_related("professional", "review__space", "review__author", "subject", "space", "case", "said")


def doubt_by_reference(reference: str, visitor: Visitor, *, now: datetime) -> Doubt:
    """Raises NotFound, in the same words where it is in a space that is closed to this visitor."""
    open_to = Q(space__in=readable_spaces(visitor, now=now))
    if visitor.is_authenticated:  # whoever raised it, and whom it is about: also after they left the space
        open_to |= Q(professional__account=visitor) | Q(review__author__account=visitor)
    found = _with_all(Doubt.objects.filter(open_to, reference=reference)).first()
    if found is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    return found


def doubt_row(doubt: Doubt, *, inside: bool = True) -> DoubtRow:
    """The reasons stand as long as the review does. From outside its space nothing leads into it."""
    face, review, state = doubt.professional, doubt.review, DoubtState(doubt.state)
    stands = inside and review is not None and review.state in {ItemState.PUBLISHED, ItemState.MASKED}
    words = reasons_shown(doubt)
    return DoubtRow(
        reference=doubt.reference,
        url=reverse("professionals:doubt", args=[doubt.reference]),
        name=face.name,
        job=face.job,
        subject=posts.label_of(doubt.subject),
        subject_url=reverse("professionals:of_subject", args=[doubt.subject.slug]) if inside else "",
        cause=str(Cause(doubt.cause).label),
        reasons=words.text,
        reasons_gone=words.gone,
        reasons_case_url=words.case_path,
        report_url=reverse("moderation:report", args=[doubt.said.reference]) if words.text and inside else "",
        state=state.value,
        state_word=str(state.label),
        meaning=str(MEANINGS[state]),
        raised_at=doubt.raised_at,
        due_at=doubt.due_at,
        settled_at=doubt.settled_at,
        withdrawn_at=doubt.withdrawn_at,
        review=posts.title_of(review) if review is not None and stands else "",
        review_url=posts.path_of(review) if review is not None and stands else "",
        case_url=reverse("moderation:case", args=[doubt.case.reference]),
    )


def reasons_shown(doubt: Doubt) -> posts.Shown:
    """As far as they may be read, as long as the review stands: plain lines, a stub where a decision masked some."""
    said: DoubtReasons | None = getattr(doubt, "said", None)
    if said is None or not said.stands:
        return GONE
    return posts.plain(said)


def doubt_seen(doubt: Doubt, visitor: Visitor, *, now: datetime) -> DoubtRow:
    """As this visitor reads it, from inside the space or from outside."""
    return doubt_row(doubt, inside=allows(check_can_read, visitor, doubt.space, now=now))


def doubt_page(doubt: Doubt, visitor: Visitor, *, now: datetime) -> DoubtPage:
    """With what its author answered, for the author alone."""
    mine = author_of(visitor, doubt) is not None
    answered = DoubtAnswer.objects.filter(doubt=doubt).first() if mine else None
    said = aside_of(doubt, answered) if answered is not None else None
    may_answer = mine and doubt.settled_at is None
    may_take_back = allows(check_can_take_back, visitor, doubt)
    return DoubtPage(doubt_seen(doubt, visitor, now=now), mine, answered, said, may_answer, may_take_back)


UNDER = Compiled(lambda: Doubt.objects.filter(review=given("review"), version=given("version")).order_by("pk")[:1])


def doubt_under(review: Review) -> ReviewDoubt | None:
    """What a review says of the doubt about its words as they read now; else of none."""
    doubt = UNDER.first(review=review.pk, version=review.version)
    if doubt is None:
        return None
    state = DoubtState(doubt.state)
    words = {"raised": day(doubt.raised_at), "until": day(doubt.due_at), "state": state.label}
    url = reverse("professionals:doubt", args=[doubt.reference])
    if state == DoubtState.OPEN:
        said = _("Doubted by the professional on %(raised)s; being looked at, before %(until)s.") % words
        return ReviewDoubt(said, url, settled=False)
    return ReviewDoubt(_("Doubted by the professional on %(raised)s: %(state)s.") % words, url, settled=True)
