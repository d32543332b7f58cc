"""Whoever asks is shown what was solved already, before they send. It holds nobody back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils.text import Truncator

from apps.base.models import typed
from apps.posts import selectors
from apps.posts.forms import ThreadForm
from apps.posts.markdown import plain
from apps.posts.models import Thread
from apps.posts.solutions import alike
from apps.spaces.permissions import readable_spaces

WORDS = 30


@dataclass(frozen=True, slots=True)
class Solved:
    """A solved question that shares words with the one being written."""

    title: str
    path: str
    beginning: str
    space: str
    at: datetime | None
    outdated_since: date | None


def solved_already(request: HttpRequest, form: ThreadForm, now: datetime) -> list[Solved]:
    """By the title typed so far; a talk needs no answer."""
    said = form.data if form.is_bound else form.initial
    title = typed(str(said.get("title") or ""))
    if not title or said.get("is_question") == "no":
        return []
    return [_solved(thread) for thread in alike(title, readable_spaces(request.user, now=now))]


def _solved(thread: Thread) -> Solved:
    answer = thread.best_answer
    mark = getattr(answer, "outdated", None)
    return Solved(
        title=selectors.thread_title(thread, selectors.first_of(thread)),
        path=selectors.thread_path(thread),
        beginning=Truncator(" ".join(plain(answer.text).split())).words(WORDS) if answer else "",
        space=thread.space.name,
        at=thread.best_answer_at,
        outdated_since=mark.since if mark else None,
    )
