"""What I show of myself, space by space: a slider of three steps, with a preview of what each reader would see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from apps.base import clock
from apps.base.errors import BadInput, NotFound, Refusal
from apps.base.models import validate_text
from apps.gate.idempotency import once
from apps.look.signage import Voice, VoiceKind
from apps.people.models import Account
from apps.people.permissions import signed_in
from apps.spaces.disclosure import (
    Showing,
    attestations_of,
    disclosure_in,
    disclosure_set,
    rehearsed,
    shown_words,
)
from apps.spaces.models import Disclosure, Membership, Visibility

NOTHING = "nothing"
STEPS = [
    (NOTHING, gettext_lazy("my pseudonym alone")),
    ("attribute", gettext_lazy("one thing that is attested about me")),
    ("name", gettext_lazy("a name")),
]


@dataclass(frozen=True, slots=True)
class Reader:
    """What one kind of reader would see; without a voice, the sentence says what."""

    who: str
    voice: Voice | None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One of my spaces, and what I show there."""

    slug: str
    name: str
    voice: Voice
    since: datetime | None
    chosen: bool


class ShownForm(forms.Form):
    """Which of the three steps, and with what."""

    step = forms.ChoiceField(label=gettext_lazy("What I show"), choices=STEPS, widget=forms.RadioSelect)
    attested = forms.ChoiceField(label=gettext_lazy("Which thing"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Which name"),
        help_text=gettext_lazy("Shown as the name you give. Nobody checks it, unless it was verified here before."),
        required=False,
        max_length=80,
        validators=[validate_text],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["attested"]).choices = choices

    def clean(self) -> dict[str, Any]:
        """What the step needs must be there."""
        data = super().clean() or self.cleaned_data
        if data.get("step") == "name" and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Type the name you want to show."))
        return data

    @property
    def showing(self) -> Showing:
        """As the service wants it."""
        data = self.cleaned_data
        return Showing(
            attested=data["attested"] if data["step"] == "attribute" else "",
            name=data["name"] if data["step"] == "name" else "",
        )


@login_required
@never_cache
@once
def shown(request: HttpRequest) -> HttpResponse:
    """All my spaces; one of them open, with its slider."""
    account, now = signed_in(request), clock.now()
    members = _memberships(account)
    if not members:
        return render(request, "spaces/shown.html", {"places": []})
    here = _chosen(members, request)
    row = disclosure_in(here.persona, here.space)
    form = _form(request, here, row, now)
    status = 200
    rehearsal = row
    if form.is_bound:
        status, rehearsal = 422, None
        if form.is_valid():
            status, rehearsal = _try(request, account, here, form, now)
        if status == 303:
            return redirect(f"{request.path}?space={here.space.slug}")
    context = {
        "places": [_place(m, m.space_id == here.space_id) for m in members],
        "here": here,
        "form": form,
        "readers": readers(here, rehearsal),
        "since": row.since if row else None,
    }
    return render(request, "spaces/shown.html", context, status=status)


def _try(
    request: HttpRequest, account: Account, here: Membership, form: ShownForm, now: datetime
) -> tuple[int, Disclosure | None]:
    asked: dict[str, Any] = {"account": account, "persona": here.persona, "space": here.space, "now": now}
    try:
        if "preview" in request.POST:
            return 200, rehearsed(showing=form.showing, **asked)
        disclosure_set(showing=form.showing, **asked)
    except BadInput as refusal:
        for name, sentence in refusal.errors.items():
            form.add_error(name if name in form.fields else None, str(sentence))
        return 422, None
    messages.success(request, _("Done. Every page of this space shows it so from now on, your older words too."))
    return 303, None


@login_required
@never_cache
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The readers alone, while one moves the slider; nothing is kept."""
    account, now = signed_in(request), clock.now()
    members = _memberships(account)
    if not members:
        raise NotFound(_("You are in no space yet."))
    here = _chosen(members, request)
    form = _form(request, here, None, now)
    row, problem = None, ""
    if form.is_valid():
        try:
            row = rehearsed(account=account, persona=here.persona, space=here.space, showing=form.showing, now=now)
        except Refusal as refusal:
            problem = str(refusal.sentence)
    return render(request, "spaces/shown_readers.html", {"readers": readers(here, row), "problem": problem})


def _memberships(account: Account) -> list[Membership]:
    rows = Membership.objects.filter(persona__account=account).select_related("space", "persona__account")
    return list(rows.prefetch_related("persona__disclosures").order_by("joined_at", "pk"))


def _chosen(members: list[Membership], request: HttpRequest) -> Membership:
    wanted = request.POST.get("space") or request.GET.get("space", "")
    return next((m for m in members if m.space.slug == wanted), members[0])


def _form(request: HttpRequest, here: Membership, row: Disclosure | None, now: datetime) -> ShownForm:
    choices = [(a.key, a.said) for a in attestations_of(here.persona, here.space, now=now)]
    initial = {"step": row.shown if row else NOTHING}
    if row is not None:
        initial |= {"attested": row.attested, "name": row.name}
    return ShownForm(request.POST if request.method == "POST" else None, choices=choices, initial=initial)


def _voice(here: Membership, row: Disclosure | None) -> Voice:
    return Voice(VoiceKind.PERSON, here.persona.pseudonym, word=shown_words(row))


def _place(m: Membership, chosen: bool) -> Place:
    row = disclosure_in(m.persona, m.space)
    return Place(m.space.slug, m.space.name, _voice(m, row), row.since if row else None, chosen)


def readers(here: Membership, row: Disclosure | None) -> list[Reader]:
    """Each kind of reader, and what stands beside one's words for them."""
    voice = _voice(here, row)
    plain = Voice(VoiceKind.PERSON, here.persona.pseudonym)
    closed = here.space.visibility == Visibility.MEMBERS
    nothing = _("Nothing: only members read this space.")
    return [
        Reader(_("Anybody"), None if closed else voice, nothing if closed else ""),
        Reader(_("Members of this space"), voice),
        Reader(
            _("A trust manager at the desk"),
            plain,
            _("The pseudonym alone: what you show plays no part in a decision."),
        ),
        Reader(_("Whoever answers for the operator"), None if closed else voice, nothing if closed else ""),
        Reader(_("Other sites and feeds"), None if closed else plain, nothing if closed else _("The pseudonym alone.")),
    ]
