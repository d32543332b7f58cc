"""The right of reply: given under the review, then one’s own page of it, member of the space or not."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.base import clock
from apps.base.errors import NotFound, NotNow, NotYours
from apps.base.models import typed
from apps.base.permissions import allows
from apps.gate.idempotency import once
from apps.look.signage import Voice, VoiceKind
from apps.people.models import Persona
from apps.people.permissions import signed_in
from apps.posts import drafts, selectors
from apps.posts.finding import space_at
from apps.posts.form_page import form_page, posted, sign_in_first
from apps.posts.forms import WordsForm
from apps.posts.models import Reply, Review
from apps.posts.replying import check_can_reword, reply_edit, reply_publish, reply_withdraw
from apps.spaces.models import Professional
from apps.spaces.permissions import Visitor, check_can_read

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@once
def reply(request: HttpRequest, space: str, review: int) -> HttpResponse:
    """The right of reply, under a verified real name. One that stands has a page of its own, for whoever signed it."""
    now = clock.now()
    place = space_at(request, space, now)
    opinion = Review.objects.select_related("space", "subject").filter(space=place, pk=review).first()
    if opinion is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    if not request.user.is_authenticated:
        return sign_in_first(request, WordsForm)
    professional = selectors.professional_for(request.user, opinion, now=now)
    if professional is None:
        raise NotYours(_("Only a verified professional may answer here, for the subject of the review."))
    standing = selectors.reply_of(opinion)
    if standing is not None and standing.stands:
        check_can_reword(professional, standing)
        if request.method != "POST":
            return redirect("posts:my_reply", reference=standing.reference)
    form = WordsForm(posted(request), initial=drafts.kept(request))

    def publish(_author: Persona) -> str:
        text = form.cleaned_data["text"]
        if standing is not None and standing.stands:  # sent from a page that was open before
            reply_edit(professional=professional, reply=standing, text=text, now=now)
        else:
            reply_publish(professional=professional, review=opinion, text=text, now=now)
        return selectors.path_of(opinion) + "#reply"

    return form_page(
        request,
        form,
        place,
        publish,
        "posts/reply.html",
        now,
        seat=False,
        review=opinion,
        title=selectors.title_of(opinion),
        back=selectors.path_of(opinion),
        face=_face(professional),
    )


def _face(professional: Professional) -> Voice:
    return Voice(VoiceKind.PROFESSIONAL, professional.real_name or professional.name, word=professional.job)


@login_required
@page
@once
def my_reply(request: HttpRequest, reference: str) -> HttpResponse:
    """What one said, and nothing else of the space: to reword where one still speaks and reads there, or take back."""
    now = clock.now()
    said = _own(request, reference)
    inside = allows(check_can_read, request.user, said.space, now=now)
    professional = _speaking(request.user, said, now) if inside else None
    form = WordsForm(posted(request), initial={"text": said.text})

    def publish(_author: Persona) -> str:
        if professional is None:
            raise NotNow(_("You no longer speak for this house, or no longer read this space: take the reply back."))
        reply_edit(professional=professional, reply=said, text=form.cleaned_data["text"], now=now)
        return selectors.path_of(said.review) + "#reply"

    return form_page(
        request,
        form,
        said.space,
        publish,
        "posts/my_reply.html",
        now,
        seat=False,
        reply=said,
        words=selectors.shown(said),
        subject=selectors.label_of(said.review.subject),
        may_edit=professional is not None and said.stands,
        case_url=selectors.case_path(said.case),
        back=selectors.path_of(said.review) if inside else "",
        face=_face(said.professional),
    )


def _own(request: HttpRequest, reference: str) -> Reply:
    rows = Reply.objects.select_related("space", "professional", "review__space", "review__subject")
    found = rows.filter(reference=typed(reference)[:24], professional__account=signed_in(request)).first()
    if found is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    return found


def _speaking(account: Visitor, said: Reply, now: datetime) -> Professional | None:
    """Whoever signed it, while the verification holds."""
    if not account.is_authenticated:
        return None
    found = selectors.professional_for(account, said.review, now=now)
    return found if found is not None and found.pk == said.professional_id else None


@login_required
@require_POST
@once
def withdraw_reply(request: HttpRequest, reference: str) -> HttpResponse:
    """The words go, the place stays."""
    said = _own(request, reference)
    reply_withdraw(account=signed_in(request), reply=said, now=clock.now())
    messages.success(request, _("Withdrawn. The place stays, your words do not."))
    return HttpResponseRedirect(request.path.removesuffix("withdraw/"))
