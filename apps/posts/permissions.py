"""Who may write, edit and withdraw. Each check raises a Refusal with its sentence."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from apps.base.errors import NotNow, NotYours
from apps.look.moments import day
from apps.people.models import Account, Persona
from apps.people.services import main_persona
from apps.posts.models import Closure, Item, Post, Review, Thread
from apps.posts.selectors import closures_of
from apps.posts.states import ItemState
from apps.spaces.models import Professional, Space
from apps.spaces.selectors import persona_in


def check_can_edit(persona: Persona, item: Item) -> None:
    """Only the author edits, and only what is still in place."""
    if item.author_id != persona.pk:
        raise NotYours(_("Only the author can edit this. You may contest it."))
    if item.state not in {ItemState.PUBLISHED, ItemState.MASKED}:
        raise NotNow(_("This was withdrawn: it can no longer be edited."))


def check_is_open(thread: Thread) -> None:
    """A talk of two goes by turns: nobody else speaks in it, and the two do on the page of their exchange."""
    if thread.by_turns:
        raise NotNow(_("Two members rate a recorded exchange here; each of them may answer once, nobody else."))


def check_can_answer(persona: Persona | None, thread: Thread) -> None:
    """Not in a talk that a decision here closed, nor, from here, in one that the site hosting the space closed."""
    check_is_open(thread)
    check_can_all_answer([(persona, thread.pk)])


def check_can_all_answer(answers: Iterable[tuple[Persona | None, int]]) -> None:
    """The same for many, for the price of one. What comes from elsewhere was let through by the host: its own word
    holds back only whoever writes here."""
    asked = list(answers)
    closed = closures_of({thread for _who, thread in asked})
    for persona, thread in asked:
        from_elsewhere = persona is not None and persona.account_id is None
        holding = [one for one in closed.get(thread, []) if not (one.by and from_elsewhere)]
        if holding:
            raise NotNow(closed_words(holding[0]))


def closed_words(closure: Closure) -> str:
    """Who closed it, when, why, and what one can do instead."""
    named = {"date": day(closure.at), "host": closure.by, "reason": closure.reason, "case": closure.case}
    instead = _("You can begin another talk.")
    if not closure.by:
        said = _("A person closed this talk to answers on %(date)s; case %(case)s says why. It stays readable.")
        return f"{said % named} {instead}"
    said = _("%(host)s, which hosts this space, closed this talk to answers on %(date)s. It stays readable.") % named
    reason = _("Its reason: “%(reason)s”") % named if closure.reason else _("It gave no reason: ask it why.")
    return f"{said} {reason} {instead}"


def check_can_choose_best_answer(persona: Persona, thread: Thread, answer: Post) -> None:
    """The author of the question chooses, among answers that still stand."""
    question = thread.posts.get(number=1)
    if not thread.is_question:
        raise NotNow(_("This talk is not a question: it has no best answer."))
    if question.author_id != persona.pk:
        raise NotYours(_("Only the person who asked can choose the best answer."))
    if answer.thread_id != thread.pk or answer.number == 1:
        raise NotNow(_("The best answer is one of the answers to this question."))
    if answer.state != ItemState.PUBLISHED:
        raise NotNow(_("This answer was withdrawn or masked meanwhile. Choose another."))
    if persona.is_one_with(answer.author):
        raise NotYours(_("Your own answer cannot be the best one: somebody else's can."))


def check_can_vote(persona: Persona, item: Item) -> None:
    """Anybody but the author, under whatever name, may say that it helped."""
    if persona.is_one_with(item.author):
        raise NotYours(_("You wrote this. Others may say that it helped them."))
    if item.state != ItemState.PUBLISHED:
        raise NotNow(_("This is no longer published."))


def check_can_reply(professional: Professional, review: Review) -> None:
    """Who speaks for the subject under a verified real name may answer, whatever the stars."""
    if professional.subject != review.subject.reference:
        raise NotNow(_("This right of reply belongs to another subject."))
    if review.state not in {ItemState.PUBLISHED, ItemState.MASKED}:
        raise NotNow(_("This review was withdrawn: there is nothing left to answer."))


def speaker_in(account: Account, space: Space) -> Persona:
    """Who speaks here for this account: the persona that joined, else the main one."""
    return persona_in(account, space) or main_persona(account)


def author_for(account: Account, item: Item) -> Persona:
    """The persona of this account that wrote the item, else the main one, which will be told no."""
    if item.author is not None and item.author.account_id == account.pk:
        return item.author
    return main_persona(account)
