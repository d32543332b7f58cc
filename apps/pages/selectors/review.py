"""One review: who says it, what it says, how it was controlled, where it stands, what was answered."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.base.compiled import Compiled, given
from apps.base.errors import NotFound
from apps.look.charts import bars
from apps.look.charts.bars import BarChart
from apps.look.moments import day, moment
from apps.moderation.selectors.items import case_of
from apps.moderation.selectors.parts import StepView
from apps.pages.selectors.lines import original_rating
from apps.pages.selectors.parts import (
    HelperLine,
    OperatorFace,
    SourceBrief,
    SpaceBrief,
    Speaker,
    StatusLine,
    SubjectBrief,
    helper_lines,
    link_to,
    operator_face,
    source_brief,
    space_brief,
    speaker_of,
    status_line,
    subject_brief,
)
from apps.posts import selectors as posts
from apps.posts.models import STANDING, DeclaredLink, Reply, Review, Subject
from apps.professionals.selectors.doubts import ReviewDoubt, doubt_under
from apps.scoring import selectors as scores
from apps.scoring.selectors import ScoreView
from apps.spaces.disclosure import keep_disclosures
from apps.spaces.models import Professional, Space
from apps.spaces.permissions import Visitor, check_can_read
from apps.trust import selectors as trust


@dataclass(frozen=True, slots=True)
class Fact:
    """One line under the text."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ReplyView:
    """The right of reply, at the same rank as the review."""

    speaker: Speaker
    text: str
    html: str
    gone: str  # the sentence that stands in its place, once a decision masked it or it was taken back
    stands: bool  # else there is room for another
    own_url: str  # for whoever signed it: where it is reworded or taken back
    case_url: str  # the case that masked all of it or a part
    report_url: str  # where anybody contests it; empty when nothing is left to
    published_at: datetime
    edited_at: datetime | None
    verified_at: datetime


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One additive reason: a sentence and what it weighs."""

    sentence: str
    weight: float


@dataclass(frozen=True, slots=True)
class AlgorithmVoice:
    """What a published algorithm computed; the weights of the reasons add up to the total."""

    name: str
    version: str
    outcome: str
    sentence: str
    total: float
    threshold: float
    doubt: bool
    too_little_data: bool
    reasons: list[ReasonLine]
    would_change: str
    scored_at: datetime
    inputs_digest: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How many reviews have so many stars."""

    stars: int
    reviews: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A review and all that surrounds it."""

    reference: str
    space: SpaceBrief
    subject: SubjectBrief
    operator: OperatorFace
    title: str
    has_title: bool
    speaker: Speaker
    source: SourceBrief | None
    stars: int | None
    original_rating: str
    statuses: list[StatusLine]
    ribbon: list[StepView]
    note: str
    text: str
    html: str
    gone: str
    masked: bool
    case_url: str
    experience_on: date | None
    published_at: datetime
    dated: bool
    edited_at: datetime | None
    declared_link: str
    facts: list[Fact]
    algorithm: AlgorithmVoice | None
    helpful: int
    voted: bool
    mine: bool
    may_reply: bool
    reply_url: str
    doubt: ReviewDoubt | None
    doubt_url: str
    url: str
    history_url: str
    report_url: str
    reply: ReplyView | None
    helpers: tuple[HelperLine, ...]
    distribution: list[Bar]
    distribution_count: int

    @property
    def algorithm_voice(self) -> Speaker | None:
        """The machine, under its own sign."""
        said = self.algorithm
        words = {"name": said.name, "version": said.version} if said else None
        return Speaker("algorithm", _("%(name)s, version %(version)s") % words) if words else None

    @property
    def algorithm_url(self) -> str:
        """Where the algorithm is published."""
        return link_to("pages:algorithm", settings.PLATFORM_OPERATOR, "review-suspicion")

    @property
    def chart(self) -> BarChart:
        """The distribution, drawn."""
        rows = [(_("%(n)d st.") % {"n": bar.stars}, bar.reviews) for bar in self.distribution]
        said = ", ".join(
            ngettext("%(n)d star: %(count)d", "%(n)d stars: %(count)d", bar.stars)
            % {"n": bar.stars, "count": bar.reviews}
            for bar in self.distribution
        )
        sentence = _("Ratings of %(subject)s in this space: %(said)s") % {"subject": self.subject.label, "said": said}
        return bars(rows, sentence=sentence, headers=(_("Stars"), _("Reviews")))


def review_page(visitor: Visitor, query: QueryDict, *, space: str, review: int, now: datetime) -> ReviewPage:
    """One review as this visitor may see it; raises NotFound."""
    item = find_review(visitor, space, review, now)
    keep_disclosures([item.author])
    shown = posts.shown(item)
    mine = visitor.is_authenticated and item.author is not None and item.author.account_id == visitor.pk
    case = case_of(item)
    distribution = distribution_of(item.subject, item.space)
    return ReviewPage(
        reference=item.reference,
        space=space_brief(item.space),
        subject=subject_brief(item.subject),
        operator=operator_face(item.space.operator, now),
        title=posts.title_of(item),
        has_title=bool(item.title) and not posts.is_hidden(item),
        speaker=speaker_of(item, item.space),
        source=source_brief(item),
        stars=None if posts.is_hidden(item) else item.stars,
        original_rating=original_rating(item),
        statuses=_statuses(item, now),
        ribbon=list(case.steps) if case else _ribbon(item),
        note=case.note if case else "",
        text=shown.text,
        html=shown.html,
        gone=shown.gone,
        masked=shown.masked,
        case_url=shown.case_path or (case.url if case else ""),
        experience_on=item.experience_on,
        published_at=item.published_at,
        dated=posts.is_dated(item),
        edited_at=item.edited_at,
        declared_link=item.get_link_display(),
        facts=_facts(item),
        algorithm=None if posts.is_hidden(item) else _algorithm(scores.score_of(item)),
        helpful=item.helpful_count,
        voted=visitor.is_authenticated and item.reference in posts.votes_of(visitor, [item]),
        mine=mine,
        may_reply=visitor.is_authenticated and posts.professional_for(visitor, item, now=now) is not None,
        reply_url=reverse("posts:reply", args=[item.space.slug, item.pk]),
        doubt=doubt_under(item),
        doubt_url=reverse("professionals:raise", args=[item.space.slug, item.pk]),
        url=posts.path_of(item),
        history_url=reverse("posts:history", args=[item.reference]),
        report_url=link_to("moderation:report", item.reference),
        reply=_reply(posts.reply_of(item), visitor),
        helpers=helper_lines(item.space, now, item.topic, most=1),
        distribution=distribution,
        distribution_count=sum(bar.reviews for bar in distribution),
    )


THIS = Compiled(
    lambda: Review.objects.filter(space__slug=given("space"), pk=given("pk")).select_related(
        "space__operator", "subject", "author", "source", "topic"
    )
)


def find_review(visitor: Visitor, space: str, pk: int, now: datetime) -> Review:
    """One that this visitor may read, or may read the stub of; raises NotFound."""
    item = THIS.first(space=space, pk=pk)
    if item is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    check_can_read(visitor, item.space, now=now)
    return item


RATED = Compiled(
    lambda: (
        Review.objects.filter(STANDING, subject=given("subject"), space=given("space"), stars__isnull=False)
        .exclude(state="masked", masked_spans=[])
        .values_list("stars")
        .annotate(Count("pk"))
    )
)


def distribution_of(subject: Subject, space: Space) -> list[Bar]:
    """How the ratings of one subject spread in one space, five stars first."""
    counts: dict[int, int] = dict(RATED.rows(subject=subject.pk, space=space.pk))
    return [Bar(stars, counts.get(stars, 0)) for stars in range(5, 0, -1)]


TOLD_HERE = Compiled(
    lambda: Review.objects.filter(STANDING, space=given("space"), author=given("author")).values_list("pk")
)


def _statuses(item: Review, now: datetime) -> list[StatusLine]:
    """What is known of the author here, each with its why; nothing of an imported one."""
    if item.author is None or item.source is not None:
        return []
    earned = [status_line(view) for view in trust.standings_of(item.author, item.space, now)]
    if TOLD_HERE.count(space=item.space_id, author=item.author.pk) > 1:
        return earned
    why = _("One review here, this one: too little to tell anything else.")
    return [StatusLine(_("New in this space"), why), *earned]


def _ribbon(item: Review) -> list[StepView]:
    """Where the review stands, in the words of its own state."""
    if item.source is not None:
        return []
    steps = [StepView(_("Published"), day(item.published_at))]
    if item.edited_at:
        steps.append(StepView(_("Edited"), day(item.edited_at)))
    if item.state == "withdrawn":
        return [*steps, StepView(_("Withdrawn"), day(item.state_at) if item.state_at else "")]
    if item.state == "masked":
        masked = _("All of it masked") if not item.masked_spans else _("A passage masked")
        return [*steps, StepView(masked, day(item.state_at) if item.state_at else "")]
    return [*steps, StepView(_("Uncontested"), _("Anybody may contest it, at any time."), "next")]


def _facts(item: Review) -> list[Fact]:
    """Dates, control and declared link: never folded away."""
    facts = []
    if item.experience_on:
        facts.append(Fact(_("Experience"), day(item.experience_on)))
    facts.append(Fact(_("Published"), _published(item)))
    facts.append(Fact(_("Control"), _control(item)))
    if item.source is None:
        facts.append(Fact(_("Link with the professional"), _declared(item)))
    return facts


def _published(item: Review) -> str:
    if item.source is not None and not posts.is_dated(item):
        return _("Date not in the source. Imported on %(day)s.") % {"day": day(item.source.imported_at)}
    when = moment(item.published_at)
    if item.source is not None:
        return _("%(when)s, on %(source)s.") % {"when": when, "source": item.source.name}
    if item.edited_at is None:
        return _("%(when)s. Never edited.") % {"when": when}
    return _("%(when)s. Edited on %(day)s.") % {"when": when, "day": day(item.edited_at)}


def _control(item: Review) -> str:
    if item.source is not None:
        return _("Imported as it was. It never counts as evidence of trust.")
    if item.proof_checked_at is None:
        return _("Published without prior control. Nobody has checked a proof.")
    checked = {"day": day(item.proof_checked_at)}
    return _("Published without prior control. Somebody under mandate checked a proof on %(day)s.") % checked


def _declared(item: Review) -> str:
    if item.link == DeclaredLink.NONE:
        return _("None declared.")
    return _("Declared: %(link)s. No other link.") % {"link": item.get_link_display()}


def _algorithm(score: ScoreView | None) -> AlgorithmVoice | None:
    """The machine's part, signed as such; nothing while the score waits for its turn."""
    if score is None:
        return None
    return AlgorithmVoice(
        name=_("Suspicion of a review"),
        version=score.version,
        outcome=score.outcome,
        sentence=score.sentence,
        total=score.total,
        threshold=score.threshold,
        doubt=score.worth_a_look,
        too_little_data=score.too_little_data,
        reasons=[] if score.too_little_data else _reasons(score),
        would_change=score.would_change,
        scored_at=score.scored_at,
        inputs_digest=score.inputs_digest,
    )


def _reasons(score: ScoreView) -> list[ReasonLine]:
    """The start, what weighs most, what weighs against, and the rest as one line: their sum is the total."""
    start = [reason for reason in score.reasons if reason.code == "base"]
    told = [*start, *score.heaviest, *score.against]
    codes = {reason.code for reason in told}
    rest = [reason for reason in score.reasons if reason.code not in codes and reason.weight]
    lines = [ReasonLine(reason.sentence, reason.weight) for reason in told]
    if rest:
        words = ngettext("One lighter reason: %(which)s.", "%(n)d lighter reasons: %(which)s.", len(rest))
        which = ", ".join(reason.label for reason in rest)
        lines.append(ReasonLine(words % {"n": len(rest), "which": which}, sum(reason.weight for reason in rest)))
    return lines


def _is_mine(face: Professional, visitor: Visitor) -> bool:
    return visitor.is_authenticated and face.account_id == visitor.pk


def _reply(reply: Reply | None, visitor: Visitor) -> ReplyView | None:
    if reply is None:
        return None
    face, shown = reply.professional, posts.shown(reply)
    mine = _is_mine(face, visitor)
    return ReplyView(
        speaker=Speaker("professional", face.name, word=face.job),
        text=shown.text,
        html=shown.html,
        gone=shown.gone,
        stands=reply.stands,
        own_url=link_to("posts:my_reply", reply.reference) if mine and reply.stands else "",
        case_url=shown.case_path,
        report_url=link_to("moderation:report", reply.reference) if shown.text and not mine else "",
        published_at=reply.published_at,
        edited_at=reply.edited_at,
        verified_at=face.verified_at,
    )
