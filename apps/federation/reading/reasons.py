"""Why a document was not read: a code for rows and counts, `what` names the place."""

from dataclasses import dataclass
from enum import StrEnum


class No(StrEnum):
    """Every reason there is."""

    LARGE = "too_large"
    NOT_JSON = "not_json"
    TWICE = "name_twice"
    NUMBER = "number"
    DEEP = "too_deep"
    LETTERS = "broken_text"
    NOT_AN_OBJECT = "not_an_object"
    LINKED_DATA = "linked_data"
    NO_TYPE = "no_type"
    TYPE = "unknown_type"
    ID = "id"
    FORM = "form"
    LONG = "too_long"
    MANY = "too_many"
    NESTED = "too_nested"
    DATE = "date"
    RATING = "rating"
    EMPTY = "empty"
    AUTHOR = "author"
    ACTOR = "actor"
    OBJECT = "object"
    TARGET = "target"
    KEY = "key"
    ORIGIN = "origin"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that was not read."""

    why: No
    what: str = ""


class Unreadable(Exception):
    """Inside the reader only: nobody outside ever meets it."""

    def __init__(self, why: No, what: str = "") -> None:
        super().__init__(f"{why}: {what}")
        self.refused = Refused(why, what[:60])
