"""Clusters at the desk: the list, one cluster, one of its items opened, and one decision about all of it."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound, Refusal
from apps.gate.idempotency import once
from apps.moderation.clusters.deciding import OUTCOMES, Decided, cluster_decide, look_keep, seen_of
from apps.moderation.clusters.finding import Found
from apps.moderation.consulting import reading_note
from apps.moderation.forms import ClusterForm, put_back
from apps.moderation.keys import keys_of
from apps.moderation.rules import RuleCode
from apps.moderation.selectors import clusters, queue, seats
from apps.moderation.selectors.mine import help_lines
from apps.moderation.services.desk import choice_of
from apps.moderation.services.statements import DecisionDraft, Rehearsal, rehearse
from apps.moderation.states import TOGETHER, Outcome
from apps.moderation.views.at_desk import At, at_the_desk


@require_safe
@at_the_desk
def cluster_list(request: HttpRequest, at: At) -> HttpResponse:
    """What stands together among what waits."""
    now = clock.now()
    return _render(request, at, "clusters", {"lines": clusters.cluster_lines(*at, now=now)})


@require_safe
@at_the_desk
def cluster(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """One cluster: why these, what is still to open, and the decision bar."""
    try:
        return _page(request, at, reference, ClusterForm())
    except NotFound as gone:  # decided, or its texts changed: a page that was open leads back
        messages.info(request, str(gone.sentence))
        return redirect("moderation:clusters")


@require_safe
@at_the_desk
def look(request: HttpRequest, at: At, reference: str, case: str) -> HttpResponse:
    """One item, whole: that it was opened in these words is kept."""
    now = clock.now()
    found, page = clusters.look_page(*at, reference, case, now=now)
    if request.method == "GET":
        opened = found.cases[case]
        look_keep(account=at[0], case=opened, version=page.member.version, now=now)
        reading_note(opened, next(mandate for mandate in at[1] if mandate.covers(opened.space)), now=now)
    return _render(request, at, "look", {"page": page})


@require_POST
@at_the_desk
@once
def decide(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """The same decision about all that are ticked and still stand as they were read."""
    now, form = clock.now(), ClusterForm(request.POST)
    try:
        found, _shown = clusters.cluster_page(*at, reference, now=now)
    except NotFound as gone:
        messages.info(request, str(gone.sentence))
        return redirect("moderation:clusters")
    if not form.is_valid():
        return _page(request, at, reference, form, status=422)
    seen = seen_of(request.POST.getlist("case"))
    try:
        decided = cluster_decide(account=at[0], found=found, seen=seen, draft=_draft(form), now=now)
    except BadInput as refusal:
        put_back(form, refusal)
        return _page(request, at, reference, form, status=refusal.status)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, at, reference, form, status=refusal.status)
    _say(request, decided)
    return redirect("moderation:clusters")


def _draft(form: ClusterForm) -> DecisionDraft:
    data = form.cleaned_data
    return DecisionDraft(
        outcome=Outcome(data["outcome"]),
        rule=RuleCode(data["rule"]) if data["rule"] else None,
        seen_version=0,
        own_words=data["own_words"],
        own_language=(get_language() or "fr")[:2],
        automated=TOGETHER,
    )


def _say(request: HttpRequest, decided: Decided) -> None:
    n = len(decided.cases)
    said = ngettext("%(n)d text decided as one.", "%(n)d texts decided as one.", n) % {"n": n}
    messages.success(request, said)
    for name, sentence in decided.left_out.items():
        words = {"case": name, "why": sentence}
        messages.info(request, _("Left out: case %(case)s. %(why)s") % words)


def _page(request: HttpRequest, at: At, reference: str, form: ClusterForm, *, status: int = 200) -> HttpResponse:
    now = clock.now()
    found, page = clusters.cluster_page(*at, reference, now=now)
    ticked = (
        set(seen_of(request.POST.getlist("case"))) if form.is_bound else {member.reference for member in page.members}
    )
    spoken_to = next((member.reference for member in page.members if not member.stays_out), "")
    told: dict[str, object] = {"spoken_to": spoken_to}
    if spoken_to:
        told |= {
            "spoken_version": found.targets[spoken_to].version,
            "rehearsal": _rehearsal(found, spoken_to, form, now),
        }
    return _render(request, at, "cluster", {"page": page, "form": form, "ticked": ticked, **told}, status=status)


def _rehearsal(found: Found, spoken_to: str, form: ClusterForm, now: datetime) -> list[Rehearsal]:
    """What the author of one of them would read: each reads the same of their own."""
    case, target = found.cases[spoken_to], found.targets[spoken_to]
    typed = form.cleaned_data.get("rule") if form.is_bound else case.rule
    draft = DecisionDraft(
        outcome=Outcome.KEEP, rule=RuleCode(typed) if typed else None, seen_version=target.version, automated=TOGETHER
    )
    lines = rehearse(case, target, draft, now=now, language=(get_language() or "fr")[:2])
    return [line for line in lines if line.outcome in OUTCOMES]


def _render(request: HttpRequest, at: At, name: str, more: dict[str, object], *, status: int = 200) -> HttpResponse:
    now = clock.now()
    choice = choice_of(at[0])
    context = {
        "queue": queue.queue(*at, now=now),
        "mandate": at[1][0],
        "section": "clusters",
        "undo": seats.undo_of(at[0], now=now),
        "keys": keys_of(choice.keys),
        "help": help_lines(choice.keys),
        "keys_on": choice.keys_on,
    }
    return render(request, f"moderation/{name}.html", {**context, **more}, status=status)
