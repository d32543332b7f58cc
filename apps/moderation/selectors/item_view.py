"""One item of the desk, as its page is drawn: frozen, and worded in the reader's language."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from apps.look.signage import Voice
from apps.moderation.selectors.around import AboutHere, AnswersFor, AuthorHere, Said
from apps.moderation.selectors.beside import TwinLine, WaveLine
from apps.moderation.selectors.reporters import ReporterView
from apps.moderation.selectors.second import SecondView
from apps.moderation.selectors.standings import PlaceView
from apps.moderation.selectors.told import ToldLine
from apps.moderation.states import PAUSE_DAYS
from apps.scoring.selectors import ScoreView


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of the item, or the white space between two of them."""

    text: str
    number: int | None = None
    marked: bool = False  # somebody pointed at it
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as the desk sees it: who sent it is not shown, only in what capacity."""

    ground: str
    text: str
    whole: bool
    by: str
    at: datetime
    like: ReporterView  # what became of others like it


@dataclass(frozen=True, slots=True)
class AddedLine:
    """The reasons another party added to an appeal."""

    party: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AppealLine:
    """The appeal to answer, and the decision it is against."""

    party: str
    text: str
    filed_at: datetime
    finding: str
    decider: str
    own_words: str
    added: Sequence[AddedLine]  # by other parties


@dataclass(frozen=True, slots=True)
class Chip:
    """One rule of the bar."""

    code: int
    short: str
    full: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Act:
    """One decision of the bar; all weigh the same."""

    value: str
    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One case on the desk. What may sway whoever has to read first is withheld unless it is put in on purpose."""

    reference: str
    decidable: bool
    over: str
    title: str
    stars: int | None
    facts: list[str]
    author: AuthorHere
    author_voice: Voice
    about: AboutHere | None
    seen_version: int
    lease: str
    held: bool  # by somebody else
    barred: str  # why this person is not the one to decide; empty when they may
    public_name: str
    operator: AnswersFor
    why: str = ""
    state: str = ""
    path: str = ""
    pieces: list[Piece] = field(default_factory=list)
    reports: list[ReportLine] = field(default_factory=list)
    appeal: AppealLine | None = None
    score: ScoreView | None = None
    voice: Voice | None = None  # of the algorithm
    first: bool = False  # nothing of why it is here before this person has said what they think
    said_first: str = ""  # what they said, once they have
    verdicts: list[Act] = field(default_factory=list)
    like: list[tuple[str, str, str]] = field(default_factory=list)  # reference, address, finding
    chips: list[Chip] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    wave: list[WaveLine] = field(default_factory=list)  # what came with it
    twins: list[TwinLine] = field(default_factory=list)  # what it says nearly the same as
    others: int = 0  # other open cases of the same author in this space
    place: PlaceView | None = None  # why it stands here
    talk: list[Said] = field(default_factory=list)  # what was said around it
    asks: str = ""  # "ask" or "give": the bar takes an opinion, not a decision
    second: SecondView | None = None  # both opinions, once both are given
    told: list[ToldLine] = field(default_factory=list)  # by floors above
    pause_days: int | str = ""
    thing: str = ""  # what it is about, once one may know what others said of it

    @property
    def is_marked(self) -> bool:
        """Whether somebody, or the score, points at a sentence."""
        return any(piece.marked for piece in self.pieces)

    @property
    def chosen(self) -> "Typed":
        """What the bar holds as it is drawn."""
        rule = next((chip.code for chip in self.chips if chip.chosen), None)
        return Typed(rule, [piece.number for piece in self.pieces if piece.chosen and piece.number is not None])


@dataclass(frozen=True, slots=True)
class Typed:
    """What the person has already marked in this form."""

    rule: int | None = None
    spans: Collection[int] = field(default=())
    own_words: str = ""
    asks: bool = False  # for a second opinion
    days: int | str = PAUSE_DAYS  # of a pause
