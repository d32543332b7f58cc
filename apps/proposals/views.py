"""Propose, vote, decide; and the bytes behind each digest."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accountability.selectors import operator_by_slug
from apps.accountability.selectors.texts import owned_text
from apps.base import clock
from apps.base.errors import BadInput, NotNow, Refusal
from apps.base.models import typed
from apps.base.permissions import allows
from apps.documents.notice import OWED
from apps.gate.idempotency import once
from apps.labels.selectors.criteria import criterion_by_code
from apps.people.models import Account
from apps.people.permissions import signed_in
from apps.proposals import documents, services
from apps.proposals.forms import ProposalForm, RulingForm, VoteForm
from apps.proposals.models import Proposal, Ruling, Tally, Turnout, Vote
from apps.proposals.permissions import check_can_propose, check_can_rule, check_can_vote
from apps.proposals.rules import Rule
from apps.proposals.selectors import differences, proposal_by_reference, proposal_page, proposals_page
from apps.proposals.states import ProposalState
from apps.signatures.canonical import canonical
from apps.spaces.models import Space, Visibility
from apps.spaces.selectors import space_by_slug, spaces_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every change proposed."""
    return render(request, "proposals/home.html", {"page": proposals_page(), "nav": "operators"})


@require_safe
def proposal(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them, and what this person may do now."""
    return _show(request, proposal_by_reference(typed(ref)))


def _show(request: HttpRequest, found: Proposal, form: VoteForm | None = None) -> HttpResponse:
    now, user = clock.now(), request.user
    mine = found.author is not None and user.is_authenticated and found.author.account_id == user.pk
    cast = Vote.objects.filter(proposal=found, account=user).first() if isinstance(user, Account) else None
    why_not = ""
    try:
        check_can_vote(user, found, now=now)
    except Refusal as refusal:
        why_not = str(refusal.sentence)
    context = {
        "page": proposal_page(found.reference, now=now),
        "may_vote": not why_not,
        "why_not": why_not if found.state == ProposalState.VOTED else "",
        "cast": cast,
        "form": form or VoteForm(initial={"choice": cast.choice} if cast else None),
        "may_withdraw": mine and found.state == ProposalState.DISCUSSED,
        "may_decide": allows(check_can_rule, user, found, now=now),
        "nav": "operators",
    }
    return render(request, "proposals/proposal.html", context, status=422 if form is not None and form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def to_text(request: HttpRequest, op: str, slug: str) -> HttpResponse:
    """Propose other words for an operator's text."""
    operator = operator_by_slug(op)
    return _propose(request, Rule.of_text(operator, owned_text(operator, slug)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def to_criterion(request: HttpRequest, code: str) -> HttpResponse:
    """Propose other words for a criterion."""
    return _propose(request, Rule.of_criterion(criterion_by_code(code)))


def _propose(request: HttpRequest, rule: Rule) -> HttpResponse:
    """Write it, see what it changes, propose it. The same page comes back until it is proposed."""
    check_can_propose(request.user, rule, now=clock.now())
    fr, en = rule.bodies
    form = ProposalForm(request.POST or None, spaces=_spaces(request), initial={"body_fr": fr, "body_en": en})
    changed = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changed = differences(rule, (data["body_fr"], data["body_en"]))
        if _is_of_earlier_words(request, rule):
            said = _("Version %(n)d of this rule was published meanwhile. See what you would undo of it, then propose.")
            form.add_error(None, said % {"n": rule.number})
        elif "propose" in request.POST:
            try:
                made = services.proposal_make(
                    account=signed_in(request), rule=rule, draft=_draft(data), address=_address(),
                    language=(get_language() or "fr")[:2], now=clock.now(),
                )  # fmt: skip
            except BadInput as refusal:
                form.take_back(refusal)
            except Refusal as refusal:  # nothing typed is lost, whatever is in the way
                form.add_error(None, str(refusal.sentence))
            else:
                messages.success(request, _("Proposed. Its talk has begun; the vote begins in a week."))
                return redirect("proposals:proposal", made.reference)
    context = {"rule": rule, "form": form, "changed": changed, "nav": "operators"}
    return render(request, "proposals/propose.html", context, status=422 if form.errors else 200)


def _is_of_earlier_words(request: HttpRequest, rule: Rule) -> bool:
    """The form was opened on a version that is no longer the last: sent as it is, it would undo what came since."""
    return request.POST.get("base", str(rule.number)) != str(rule.number)


def _spaces(request: HttpRequest) -> list[tuple[str, str]]:
    """Where this person stands and everybody may read."""
    public = set(Space.objects.filter(visibility=Visibility.PUBLIC, imported=False).values_list("slug", flat=True))
    return [(s.slug, s.name) for s in spaces_of(signed_in(request), now=clock.now()) if s.slug in public]


def _draft(data: dict[str, Any]) -> services.ProposalDraft:
    words = {name: data[name] for name in ("body_fr", "body_en", "summary_fr", "summary_en", "why")}
    return services.ProposalDraft(**words, space=space_by_slug(data["space"]))


def _address() -> str:
    """Of the proposal to come, for the first words of its talk."""
    return f"{settings.SITE_URL}{reverse('proposals:proposal', args=['REF'])}"


@login_required
@require_POST
@once
def vote(request: HttpRequest, ref: str) -> HttpResponse:
    """Vote, or vote otherwise."""
    found = proposal_by_reference(typed(ref))
    form = VoteForm(request.POST)
    if form.is_valid():
        services.vote_cast(
            account=signed_in(request), proposal=found, choice=form.cleaned_data["choice"], now=clock.now()
        )
        messages.success(request, _("Your vote counts. You may change it until the end."))
        return redirect("proposals:proposal", found.reference)
    return _show(request, found, form)


@login_required
@require_POST
@once
def unvote(request: HttpRequest, ref: str) -> HttpResponse:
    """Take one's vote back."""
    found = proposal_by_reference(typed(ref))
    services.vote_take_back(account=signed_in(request), proposal=found, now=clock.now())
    messages.success(request, _("Your vote is taken back, as if you had not voted."))
    return redirect("proposals:proposal", found.reference)


@login_required
@require_POST
@once
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take one's proposal back."""
    found = proposal_by_reference(typed(ref))
    services.proposal_withdraw(account=signed_in(request), proposal=found, now=clock.now())
    messages.success(request, _("Taken back. Its talk stays where it is."))
    return redirect("proposals:proposal", found.reference)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide on what the vote carried."""
    found = proposal_by_reference(typed(ref))
    check_can_rule(request.user, found, now=clock.now())
    initial = {"effective_on": (clock.now() + OWED).date()}
    form = RulingForm(request.POST or None, dated=found.version is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.proposal_rule(account=signed_in(request), proposal=found, draft=form.draft(), now=clock.now())
        except BadInput as refusal:
            form.take_back(refusal)
        except NotNow as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("Decided, signed, and on its way to the log."))
            return redirect("proposals:proposal", found.reference)
    context = {"page": proposal_page(found.reference, now=clock.now()), "form": form, "nav": "operators"}
    return render(request, "proposals/decide.html", context, status=422 if form.errors else 200)


@require_safe
def ballot(request: HttpRequest, ref: str) -> HttpResponse:
    """The bytes of the digest of what is voted on."""
    begun = Proposal.objects.filter(entitled__gt=0).select_related("version__document", "criterion__criterion")
    return _bytes(documents.ballot(get_object_or_404(begun, reference=ref)))


@require_safe
def turnout(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The same of how many had voted."""
    return _bytes(documents.turnout(get_object_or_404(Turnout, proposal__reference=ref, number=number)))


@require_safe
def count(request: HttpRequest, ref: str) -> HttpResponse:
    """The same of the count."""
    return _bytes(documents.tally(get_object_or_404(Tally, proposal__reference=ref)))


@require_safe
def ruling(request: HttpRequest, ref: str) -> HttpResponse:
    """The same of the decision."""
    found = Ruling.objects.select_related("proposal", "version", "criterion", "representative", "mandate")
    return _bytes(documents.ruling(get_object_or_404(found, proposal__reference=ref)))


@require_safe
def ending(request: HttpRequest, ref: str) -> HttpResponse:
    """The same of what was taken back or overtaken."""
    return _bytes(documents.ending(get_object_or_404(Proposal.objects.exclude(ended_at=None), reference=ref)))


def _bytes(document: Any) -> HttpResponse:
    return HttpResponse(canonical(document), content_type="application/json")
