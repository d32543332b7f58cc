"""Why something from elsewhere was not taken, in words: what is wrong, and what one can do about it.

Rows keep a code, or the sentence as it stands in the code, so that each reader hears it in their own language. A test
finds every code and every sentence that a refusal can carry and asks for its words here.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.labels.elsewhere import SENTENCES as LABELS
from apps.labels.elsewhere import Flaw
from apps.outside.errors import SENTENCES as OUTSIDE
from apps.outside.errors import Why

Words = str | Promise

NOTHING = _("Nothing is to be done.")
THEIRS = _("Those who run that site can mend it: send them this sentence.")
THEIR_AUTHOR = _("Whoever wrote it can write it anew there; it comes again by itself.")
BY_ITSELF = _("We ask again by ourselves, later each time.")
ADDRESS = _("Check the address, as it stands in the bar of your browser.")
LIFTED = _("A decision about it can lift that.")
CLOCK = _("Their clock, or ours, is wrong.")
WATCH = _("One of these is an error; many are an attempt: that site can be limited or blocked, with a reason.")
ASK_THEM = _("Ask those who run that site whether you may read it, and for another address.")


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal as a person reads it."""

    wrong: str
    do: str = ""
    detail: str = ""

    @property
    def whole(self) -> str:
        """Both sentences, for a form."""
        return f"{self.wrong} {self.do}".strip()


_DOCUMENTS: dict[str, tuple[Words, Words]] = {  # the codes of `reading`, which `feeds` shares
    "too_large": (_("It is larger than we read."), THEIRS),
    "not_json": (_("It is not in the form that programs exchange (JSON)."), ADDRESS),
    "name_twice": (_("It says two things under one name: nobody can know which is meant."), THEIRS),
    "number": (_("It holds a number that programs do not read alike."), THEIRS),
    "too_deep": (_("It holds too many parts inside one another."), THEIRS),
    "broken_text": (_("Its letters are broken."), THEIRS),
    "not_an_object": (_("It is a list or a word where a description belongs."), THEIRS),
    "linked_data": (_("It asks us to load its meaning from elsewhere: we read it as it stands or not at all."), THEIRS),
    "no_type": (_("It does not say what it is."), THEIRS),
    "unknown_type": (_("It is of a kind we do not read."), ADDRESS),
    "id": (_("It has no name of its own, or none we can read."), THEIRS),
    "form": (_("A part of it is not in the form it should have."), THEIRS),
    "too_long": (_("A text in it is longer than we keep."), _("Read it where it was written.")),
    "too_many": (_("It holds more entries than we read at once."), _("Give the address of a smaller part of it.")),
    "too_nested": (_("It holds too many messages inside one another."), THEIRS),
    "date": (_("It has no date, or none that can be."), THEIRS),
    "rating": (_("Its rating does not stand on its own scale."), THEIR_AUTHOR),
    "empty": (_("It holds no words, or they are hidden there."), NOTHING),
    "author": (_("It does not say who wrote it, in a way we can check."), THEIRS),
    "actor": (_("It does not say who sends it, in a way we can check."), THEIRS),
    "object": (_("It does not say what it is about."), THEIRS),
    "target": (_("It does not say where it belongs."), THEIRS),
    "key": (_("Its key cannot be read."), THEIRS),
    "origin": (_("It speaks in the name of another site."), WATCH),
    "person": (_("It is a review of a private person: only services, products and places are reviewed here."), NOTHING),
}

_DOOR: dict[str, tuple[Words, Words]] = {
    "media_type": (_("It was not sent as an activity document."), THEIRS),
    "not_a_message": (_("It is a document, not a message."), THEIRS),
    "signature_missing": (_("It is not signed."), WATCH),
    "signature_malformed": (_("Its signature cannot be read in one way only."), THEIRS),
    "signature_coverage": (_("Its signature leaves out a part that anybody could have changed."), THEIRS),
    "signature_stale": (
        _("It was signed more than five minutes before it came."),
        CLOCK,
    ),
    "signature_future": (_("It is signed for a moment to come."), CLOCK),
    "signature_expired": (_("Its signature was no longer valid when it came."), THEIRS),
    "signature_host": (_("It was signed for another site."), WATCH),
    "signature_digest": (_("Its words are not those that were signed."), WATCH),
    "signature_algorithm": (_("It is signed in a way we do not accept."), THEIRS),
    "signature_key": (_("The key does not belong to whoever it speaks for."), WATCH),
    "signature_wrong": (_("Its signature does not hold."), WATCH),
    "signature_replayed": (_("The very same request came before."), WATCH),
    "This site is blocked here.": (_("This site is blocked here."), LIFTED),
    "A name is at most 1000 characters.": (_("A name is at most 1000 characters."), THEIRS),
    "The message broke off.": (_("The message broke off."), _("A site that keeps to the rules sends it again.")),
}

_INBOX: dict[str, tuple[Words, Words]] = {  # the sentences of the services, as they stand there
    "It is known.": (_("It is known."), NOTHING),
    "It is about nothing here.": (_("It is about nothing here."), NOTHING),
    "It is over already.": (_("It is over already."), NOTHING),
    "It is about nobody here.": (_("It is about nobody here."), NOTHING),
    "It was said here.": (_("It was said here."), NOTHING),
    "It was said in no space here.": (
        _("It was said in no space here."),
        _("Whoever wrote it must address a space of this site that is open to others."),
    ),
    "Its author deleted it.": (_("Its author deleted it."), NOTHING),
    "It is no longer there.": (_("It is no longer there."), NOTHING),
    "What we have is newer.": (_("What we have is newer."), NOTHING),
    "Our copy was erased.": (_("Our copy was erased."), NOTHING),
    "This reporter has reported it already.": (_("This reporter has reported it already."), NOTHING),
    "Nothing follows from this here.": (_("Nothing follows from this here."), NOTHING),
    "There is nothing of this to take back.": (_("There is nothing of this to take back."), NOTHING),
    "It was taken back before it came.": (_("It was taken back before it came."), NOTHING),
    "Nobody here takes part in this group.": (_("Nobody here takes part in this group."), NOTHING),
    "A kind of message we do not know.": (_("A kind of message we do not know."), NOTHING),
    "A kind of message that groups pass on and we do not read.": (
        _("A kind of message that groups pass on and we do not read."),
        NOTHING,
    ),
    "It is passed on without a proof.": (
        _("It is passed on without a proof."),
        _("It comes from its author’s own site, or not at all."),
    ),
    "We reported nothing of the kind.": (_("We reported nothing of the kind."), WATCH),
    "This is not the site that was asked.": (_("This is not the site that was asked."), WATCH),
    "We asked nothing of the kind.": (_("We asked nothing of the kind."), WATCH),
    "This site was blocked meanwhile.": (
        _("This site was blocked meanwhile."),
        LIFTED,
    ),
    "This site is blocked.": (_("This site is blocked."), LIFTED),
    "It can no longer be read.": (_("It can no longer be read."), THEIRS),
    "The document is of another site.": (_("The document is of another site."), WATCH),
    "The document is too long.": (_("The document is too long."), THEIRS),
    "The document is not proved by who it is attributed to.": (
        _("The document is not proved by who it is attributed to."),
        THEIRS,
    ),
    "This space takes reviews: say what it is about, and how many stars.": (
        _("This space takes reviews: say what it is about, and how many stars."),
        THEIR_AUTHOR,
    ),
    "This talk was closed to answers here.": (
        _("This talk was closed to answers here."),
        _("A person decided so, and the talk says why; whoever wrote it can begin another talk."),
    ),
    "There is no such subject here.": (_("There is no such subject here."), THEIRS),
    "Somebody else wrote it.": (_("Somebody else wrote it."), WATCH),
    "A review keeps its stars.": (_("A review keeps its stars."), THEIR_AUTHOR),
    "This is the name of somebody here.": (_("This is the name of somebody here."), WATCH),
    "This is not an actor.": (_("This is not an actor."), THEIRS),
    "The actor does not name this key as its own.": (_("The actor does not name this key as its own."), WATCH),
    "Nobody here has this name.": (_("Nobody here has this name."), _("Whoever asked there typed another address.")),
    "Only an actor describes itself.": (_("Only an actor describes itself."), WATCH),
    "Only its own site takes something back.": (_("Only its own site takes something back."), WATCH),
    "The message is about nothing that has a name.": (_("The message is about nothing that has a name."), THEIRS),
    "It is attributed to somebody else.": (_("It is attributed to somebody else."), WATCH),
    "It has a name of another site.": (_("It has a name of another site."), WATCH),
    "Only whoever did it takes it back.": (_("Only whoever did it takes it back."), WATCH),
    "It passes nothing on.": (_("It passes nothing on."), THEIRS),
    "Only oneself moves.": (_("Only oneself moves."), WATCH),
    "Only the site that hosts the space says so.": (_("Only the site that hosts the space says so."), WATCH),
    "Only the space that issued a badge takes it back.": (
        _("Only the space that issued a badge takes it back."),
        WATCH,
    ),
    "Only the space that wrote a letter sends it.": (_("Only the space that wrote a letter sends it."), WATCH),
    "This site is limited here.": (_("This site is limited here."), NOTHING),
    "Only a space asks.": (_("Only a space asks."), WATCH),
    "It does not say what for.": (_("It does not say what for."), THEIRS),
    "It is for no space here.": (_("It is for no space here."), NOTHING),
    "Its dates cannot be read.": (_("Its dates cannot be read."), THEIRS),
    "It is over already, or from a moment to come.": (_("It is over already, or from a moment to come."), NOTHING),
    "So many letters wait for this space that no other is taken now.": (
        _("So many letters wait for this space that no other is taken now."),
        WATCH,
    ),
    "Nobody here has brought it.": (_("Nobody here has brought it."), NOTHING),
    "This site shares no list.": (_("This site shares no list."), ADDRESS),
    "The list is not proved by the site whose it is.": (
        _("The list is not proved by the site whose it is."),
        THEIRS,
    ),
    "We are busy: again in a while.": (_("We are busy: again in a while."), BY_ITSELF),
    "The new home does not show the key that the old one showed.": (
        _("The new home does not show the key that the old one showed."),
        _("Whoever moves shows the same key at the new home."),
    ),
    "The new home does not know the old one.": (
        _("The new home does not know the old one."),
        _("Whoever moved must name the old address at the new one."),
    ),
    "What stands there says that it is something else.": (
        _("What stands there says that it is something else."),
        THEIRS,
    ),
    "What stands there is not an activity document.": (_("What stands there is not an activity document."), ADDRESS),
    "This is nothing that somebody said.": (_("This is nothing that somebody said."), THEIRS),
    "The text holds a hidden character that reverses or breaks the line.": (
        _("The text holds a hidden character that reverses or breaks the line."),
        THEIR_AUTHOR,
    ),
}

_FEEDS: dict[str, tuple[Words, Words]] = {
    "robots": (_("That site asks programs not to read this."), ASK_THEM),
    "moved": (_("The page sends to another site now."), _("Look at the new address, and read that instead.")),
    "pages": (_("More pages belong to it than we read."), _("Give the address of a smaller part of it.")),
    "here": (_("It is here already."), NOTHING),
    "hidden": (_("A text in it holds a hidden character that reverses or breaks the line."), NOTHING),
    "gave_up": (_("That site has not answered for days."), _("Read on when it is back.")),
}

_LABELS: dict[str, tuple[Words, Words]] = {  # why a label of another site was not taken
    f"label_{flaw}": (sentence, THEIRS if flaw in {Flaw.FORM, Flaw.LARGE, Flaw.LISTS, Flaw.EARLY} else WATCH)
    for flaw, sentence in LABELS.items()
}

_STATUS: dict[int, tuple[Words, Words]] = {
    401: (_("That site wants to know who asks."), ASK_THEM),
    403: (_("That site does not let us in."), ASK_THEM),
    404: (_("Nothing is there."), ADDRESS),
    410: (_("It is gone for good, that site says."), NOTHING),
    413: (_("That site finds it too large."), NOTHING),
    429: (_("That site asks us to slow down."), BY_ITSELF),
}
_TROUBLE = (_("That site has trouble at the moment."), BY_ITSELF)
_OTHERWISE = (_("That site did not take it."), THEIRS)
_OURS = (_("It failed here, by our own fault."), _("Try again; if it fails again, tell those who run this site."))

WORDS: dict[str, tuple[Words, Words]] = {**_DOCUMENTS, **_DOOR, **_INBOX, **_FEEDS, **_LABELS}
_AGAIN = frozenset({Why.NO_NAME, Why.NO_CONNECTION, Why.NO_TLS, Why.BROKEN, Why.SLOW})
_FAULT = re.compile(r"[A-Z]\w*(?:Error|Exception)|DoesNotExist")
_HTTP = re.compile(r"HTTP (\d{3})")


def told(reason: str) -> Told:
    """The words for what a row keeps; a sentence nobody wrote words for is shown as it is."""
    if not reason:
        return Told("")
    known, detail = _known(reason)
    if known is None:
        return Told(gettext(reason))
    return Told(str(known[0]), str(known[1]), detail)


def _known(reason: str) -> tuple[tuple[Words, Words] | None, str]:
    code, _space, detail = reason.partition(" ")
    status = _HTTP.fullmatch(reason)
    if status:
        return _of_status(int(status[1])), reason
    if reason in WORDS:
        return WORDS[reason], ""
    if reason in OUTSIDE:
        return _of_outside(Why(reason)), ""
    if _FAULT.fullmatch(reason):
        return _OURS, reason
    return (WORDS[code], detail) if code in _CODES else (None, "")


_CODES = frozenset({*_DOCUMENTS, *_DOOR, *_LABELS}) - {name for name in _DOOR if " " in name}


def _of_outside(why: Why) -> tuple[Words, Words]:
    return OUTSIDE[why], BY_ITSELF if why in _AGAIN else ADDRESS


def _of_status(status: int) -> tuple[Words, Words]:
    return _STATUS.get(status) or (_TROUBLE if status >= 500 or status in {408, 425} else _OTHERWISE)
