"""From a form that is right to what is published: the same way for a page and for a program."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language

from apps.people.models import Account, Persona
from apps.posts import selectors, services
from apps.posts.forms import ReviewForm, ThreadForm, WordsForm
from apps.posts.models import Post, Review, Thread
from apps.spaces.models import Space
from apps.spaces.permissions import readable_spaces


def review_from(
    form: ReviewForm, *, author: Persona, space: Space, reader: Account | AnonymousUser, now: datetime
) -> Review:
    """Find or add what it is about, then publish."""
    said = form.cleaned_data
    subject = services.subject_choose(
        typed=said["subject"],
        kind=said["subject_kind"],
        author=author,
        space=space,
        readable=readable_spaces(reader, now=now),
        now=now,
    )
    return services.review_publish(
        author=author, space=space, subject=subject, draft=form.draft(), topic=said["topic"], now=now
    )


def thread_from(form: ThreadForm, *, author: Persona, space: Space, now: datetime) -> Thread:
    """Start a talk or ask a question."""
    return services.thread_start(author=author, space=space, language=_language(), now=now, **form.cleaned_data)


def post_from(form: WordsForm, *, author: Persona, thread: Thread, now: datetime) -> Post:
    """Add a message."""
    text = form.cleaned_data["text"]
    return services.post_add(author=author, thread=thread, text=text, language=_language(), now=now)


def suggestions(space: Space) -> list[str]:
    """Names to choose from."""
    return [selectors.label_of(subject) for subject in selectors.subjects_of(space)]


def _language() -> str:
    return (get_language() or "fr")[:2]
