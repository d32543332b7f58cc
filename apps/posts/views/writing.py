"""Reviews, talk, answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.base import clock
from apps.base.errors import NotNow
from apps.base.models import typed
from apps.gate.idempotency import once
from apps.people.models import Persona
from apps.posts import drafts, selectors
from apps.posts.asking import solved_already
from apps.posts.finding import asked_subject, space_at, thread_at
from apps.posts.form_page import form_page, posted, speaker_here
from apps.posts.forms import ReviewForm, ThreadForm, WordsForm
from apps.posts.permissions import check_can_answer
from apps.posts.preview import preview_of
from apps.posts.publishing import post_from, review_from, suggestions, thread_from

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@once
def write(request: HttpRequest, space: str) -> HttpResponse:
    """A review: five fields, one page."""
    now = clock.now()
    place = space_at(request, space, now)
    if not place.reviews:
        raise NotNow(_("This space is for talk; it has no reviews."))
    form = ReviewForm(
        posted(request),
        initial={"subject": asked_subject(request, now), "topic": None, **drafts.kept(request)},
        topics=place.topics.order_by("pk"),
        suggestions=suggestions(place),
    )

    def publish(author: Persona) -> str:
        return selectors.path_of(review_from(form, author=author, space=place, reader=request.user, now=now))

    return form_page(request, form, place, publish, "posts/write.html", now)


@require_POST
def preview(request: HttpRequest, space: str) -> HttpResponse:
    """What others would see of the review that is being typed, as a fragment; nothing is kept."""
    place = space_at(request, space, clock.now())
    shown = preview_of(ReviewForm(request.POST), speaker_here(request, place, clock.now()))
    return render(request, "posts/preview.html", {"preview": shown, "space": place})


@page
@once
def ask(request: HttpRequest, space: str) -> HttpResponse:
    """A question or a talk."""
    now = clock.now()
    place = space_at(request, space, now)
    if not place.threads:
        raise NotNow(_("This space is for reviews; it has no talk."))
    initial = {**_words_of_a_search(request), **_guide(request), **drafts.kept(request)}
    form = ThreadForm(posted(request), initial=initial, topics=place.topics.order_by("pk"))

    def publish(author: Persona) -> str:
        return selectors.thread_path(thread_from(form, author=author, space=place, now=now))

    alike = SimpleLazyObject(lambda: solved_already(request, form, now))  # only if the form comes back
    return form_page(request, form, place, publish, "posts/ask.html", now, alike=alike)


def _words_of_a_search(request: HttpRequest) -> dict[str, str]:
    """What was looked for in vain is the beginning of a question."""
    title = typed(request.GET.get("title", ""))[:200]
    return {"title": title} if title else {}


def _guide(request: HttpRequest) -> dict[str, str]:
    """What the form starts with for whoever was invited to write a guide on a topic."""
    if "guide" not in request.GET:
        return {}
    return {"is_question": "no", "topic": request.GET["guide"][:80], "title": _("A short guide")}


@page
@once
def answer(request: HttpRequest, space: str, thread: int) -> HttpResponse:
    """An answer; its form also stands under the thread."""
    now = clock.now()
    place = space_at(request, space, now)
    talk = thread_at(place, thread)
    if request.method != "POST":
        check_can_answer(None, talk)
    form = WordsForm(posted(request), initial=drafts.kept(request))

    def publish(author: Persona) -> str:
        return selectors.path_of(post_from(form, author=author, thread=talk, now=now))

    first = talk.posts.filter(number=1).first()
    return form_page(
        request,
        form,
        place,
        publish,
        "posts/answer.html",
        now,
        thread=talk,
        title=selectors.thread_title(talk, first),
        back=selectors.thread_path(talk),
    )
