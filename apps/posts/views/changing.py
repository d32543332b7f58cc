"""Changing one’s words, taking them back, reading what they were."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.base import clock
from apps.gate.idempotency import once
from apps.people.models import Persona
from apps.posts import drafts, selectors, services
from apps.posts import history as histories
from apps.posts.finding import item_at, own_item_at
from apps.posts.form_page import form_page, posted, sign_in_first
from apps.posts.forms import ExperienceForm, RatedForm, SpeakingForm, WordsForm
from apps.posts.models import Post, Review
from apps.posts.permissions import author_for, check_can_edit

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@once
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Change a review or a message; what it said before stays public."""
    now = clock.now()
    item, place = item_at(request, reference, now)
    if not request.user.is_authenticated:
        return sign_in_first(request, ExperienceForm if isinstance(item, Review) else WordsForm)
    persona = author_for(request.user, item)
    check_can_edit(persona, item)
    draft = drafts.kept(request)
    if isinstance(item, Review):
        form: SpeakingForm = ExperienceForm(posted(request), initial={**ExperienceForm.as_it_is(item), **draft})
    else:
        words = RatedForm if item.stars else WordsForm
        form = words(posted(request), initial={"text": item.text, "stars": item.stars, **draft})

    def publish(_speaker: Persona) -> str:
        if isinstance(item, Review) and isinstance(form, ExperienceForm):
            services.review_edit(persona=persona, review=item, draft=form.draft(), now=now)
        elif isinstance(item, Post):
            said = form.cleaned_data
            services.post_edit(persona=persona, post=item, text=said["text"], stars=said.get("stars"), now=now)
        return selectors.path_of(item)

    return form_page(
        request,
        form,
        place,
        publish,
        "posts/edit.html",
        now,
        seat=False,
        item=item,
        is_review=isinstance(item, Review),
        title=selectors.title_of(item),
        back=selectors.path_of(item),
    )


@page
@once
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take back one's words, after one page that says what that does; also after one left the space."""
    now = clock.now()
    item, place, inside = own_item_at(request, reference, now)
    back = selectors.path_of(item) if inside else reverse("people:me")
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    persona = author_for(request.user, item)
    check_can_edit(persona, item)
    if request.method == "POST":
        services.item_withdraw(persona=persona, item=item, now=now)
        messages.success(request, _("Withdrawn. The place stays, your words do not."))
        return HttpResponseRedirect(back)
    context: dict[str, Any] = {"space": place, "item": item, "is_review": isinstance(item, Review), "inside": inside}
    own = inside or isinstance(item, Review) or item.number == 1  # the title of a talk is whose it is
    context |= {"title": selectors.title_of(item) if own else place.name, "back": back, "nav": "spaces"}
    return render(request, "posts/withdraw.html", context)


@require_safe
def history(request: HttpRequest, reference: str) -> HttpResponse:
    """Every version, sentence by sentence."""
    item, place = item_at(request, reference, clock.now())
    context = {
        "space": place,
        "item": item,
        "title": selectors.title_of(item),
        "back": selectors.path_of(item),
        "versions": histories.history_of(item),
        "gone": selectors.shown(item).gone,
        "nav": "spaces",
    }
    return render(request, "posts/history.html", context)
