"""Small plain parts of our pages: words and numbers only, so that the template and the JSON twin say the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the state ribbon; state is done, now or next."""

    title: str
    detail: str = ""
    state: str = "done"


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of a time line, its moment in words."""

    text: str
    when: str
    upcoming: bool = False


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """Who speaks: a kind of `apps.look.signage`, a name, and what stands under it where that is not usual."""

    kind: str
    name: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class CountView:
    """How often something was decided."""

    word: str
    number: int
