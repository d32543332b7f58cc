"""A doubt is raised from the page of the review, read by everybody, answered by the author alone."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.base import clock
from apps.base.errors import NotFound, NotYours, Refusal
from apps.base.models import typed
from apps.base.permissions import allows
from apps.gate.idempotency import once
from apps.look.signage import Voice, VoiceKind
from apps.people.models import Persona
from apps.people.permissions import check_has_second_factor, signed_in
from apps.posts import drafts
from apps.posts import selectors as posts
from apps.posts.finding import space_at
from apps.posts.form_page import form_page, posted, sign_in_first
from apps.posts.models import Review
from apps.professionals.forms import AnswerForm, DoubtForm
from apps.professionals.models import Doubt, DoubtAnswer
from apps.professionals.permissions import check_can_doubt, check_can_read_aside
from apps.professionals.selectors.doubts import (
    doubt_by_reference,
    doubt_page,
    doubt_row,
    doubts_about,
    doubts_readable,
    subject_read,
)
from apps.professionals.selectors.figures import doubt_figures, tally_of_subject
from apps.professionals.services.answers import answer_erase, answer_give, aside_of, aside_read, proof_find
from apps.professionals.services.doubts import doubt_raise, doubt_withdraw

PER_PAGE = 20


@require_http_methods(["GET", "POST"])
@once
def raise_one(request: HttpRequest, space: str, review: int) -> HttpResponse:
    """Three fields, under a verified real name."""
    now = clock.now()
    place = space_at(request, space, now)
    rows = Review.objects.select_related("space", "subject", "author")
    opinion = rows.filter(space=place, pk=review).first()
    if opinion is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    if not request.user.is_authenticated:
        return sign_in_first(request, DoubtForm)
    account = signed_in(request)
    face = check_can_doubt(account, opinion, now=now)
    form = DoubtForm(posted(request), initial=drafts.kept(request))

    def publish(_author: Persona) -> str:
        doubt = doubt_raise(account=account, review=opinion, draft=form.draft(), now=now)
        return posts.path_of(opinion) + f"#{doubt.reference}"

    return form_page(
        request,
        form,
        place,
        publish,
        "professionals/raise.html",
        now,
        seat=False,
        review=opinion,
        title=posts.title_of(opinion),
        back=posts.path_of(opinion),
        face=Voice(VoiceKind.PROFESSIONAL, face.real_name, word=face.job),
    )


@require_safe
def doubts(request: HttpRequest) -> HttpResponse:
    """All that were raised, by whom, and how they ended."""
    now = clock.now()
    page = Paginator(doubts_readable(request.user, now=now), PER_PAGE).get_page(request.GET.get("page"))
    rows = [doubt_row(doubt) for doubt in page.object_list]
    context = {"figures": doubt_figures(request.user, now=now), "rows": rows, "page": page, "nav": "decisions"}
    return render(request, "professionals/doubts.html", context)


@require_safe
def of_subject(request: HttpRequest, subject: str) -> HttpResponse:
    """Those about one subject."""
    now = clock.now()
    thing = subject_read(typed(subject)[:100], request.user, now=now)
    page = Paginator(doubts_about(thing, request.user, now=now), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "subject": thing,
        "label": posts.label_of(thing),
        "tally": tally_of_subject(thing),
        "rows": [doubt_row(doubt) for doubt in page.object_list],
        "page": page,
        "nav": "spaces",
    }
    return render(request, "professionals/of_subject.html", context)


@require_safe
def doubt(request: HttpRequest, reference: str) -> HttpResponse:
    """One, with the author's way to answer."""
    return _page(request, _found(request, reference, clock.now()), AnswerForm())


def _found(request: HttpRequest, reference: str, now: datetime) -> Doubt:
    return doubt_by_reference(typed(reference)[:24], request.user, now=now)


def _page(request: HttpRequest, found: Doubt, form: AnswerForm, status: int = 200) -> HttpResponse:
    now = clock.now()
    page = doubt_page(found, request.user, now=now)
    if page.said is not None and not form.is_bound:
        form = AnswerForm(initial={"words": page.said.author})
    decides = allows(check_can_read_aside, request.user, found, now=now)
    context = {"page": page, "form": form, "decides": decides, "case": found.case, "nav": "decisions"}
    response = render(request, "professionals/doubt.html", context, status=status)
    if page.mine:
        response["Cache-Control"] = "no-store"
    return response


@require_POST
@once
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """What the author says, to whoever decides alone."""
    now = clock.now()
    found, account = _found(request, reference, now), signed_in(request)
    if "erase" in request.POST:
        answer_erase(account=account, doubt=found, now=now)
        messages.success(request, _("Your answer is erased, file and all."))
        return redirect("professionals:doubt", reference=found.reference)
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form, 422)
    try:
        answer_give(account=account, doubt=found, draft=form.draft(), now=now)
    except NotYours:
        raise
    except Refusal as refusal:
        form.put_back(refusal)
        return _page(request, found, form, refusal.status)
    messages.success(request, _("Sent, to whoever decides alone."))
    return redirect("professionals:doubt", reference=found.reference)


@require_POST
@once
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """The professional doubts no longer."""
    now = clock.now()
    found = _found(request, reference, now)
    doubt_withdraw(account=signed_in(request), doubt=found, now=now)
    messages.success(request, _("Taken back. The page of the doubt says so, with the date."))
    return redirect("professionals:doubt", reference=found.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def aside(request: HttpRequest, reference: str) -> HttpResponse:
    """What both sides said to whoever decides, who says whether it is a proof. The author sees that it was read."""
    now = clock.now()
    found = _found(request, reference, now)
    if not request.user.is_authenticated:
        return sign_in_first(request, AnswerForm)
    if request.method == "POST":
        check_has_second_factor(request.user)
        proof_find(account=request.user, doubt=found, shows=request.POST.get("shows") == "yes", now=now)
        messages.success(request, _("The page of the review says so from now on, and never what was shown."))
        return redirect("professionals:aside", reference=found.reference)
    said = aside_read(account=request.user, doubt=found, now=now)
    answered = DoubtAnswer.objects.filter(doubt=found).first()
    context = {"doubt": doubt_row(found), "said": said, "answered": answered, "case": found.case}
    context["proof_at"] = found.review.proof_checked_at if found.review else None
    return _unkept(render(request, "professionals/aside.html", context))


@require_safe
def file(request: HttpRequest, reference: str) -> HttpResponse:
    """What the author showed, to be saved: for themselves, or for whoever decides."""
    now = clock.now()
    found = _found(request, reference, now)
    answered = DoubtAnswer.objects.filter(doubt=found).exclude(file=b"").first()
    page = doubt_page(found, request.user, now=now)
    if answered is None or not request.user.is_authenticated:
        raise NotFound(_("Nothing is here. It may have been erased."))
    said = aside_of(found, answered) if page.mine else aside_read(account=request.user, doubt=found, now=now)
    response = HttpResponse(said.file, content_type=answered.file_type or "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, answered.file_name or "proof") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return _unkept(response)


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
