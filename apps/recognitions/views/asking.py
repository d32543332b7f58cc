"""A member asks what they earned elsewhere to count in a space, reads why it does or does not, takes it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.people.permissions import signed_in
from apps.posts.finding import space_at
from apps.recognitions import services
from apps.recognitions.forms import AskForm
from apps.recognitions.selectors.conversions import conversion_at, conversion_views, could_count
from apps.recognitions.selectors.gateways import gateway_at, gateways
from apps.recognitions.states import ConversionState
from apps.trust.refusing import ByRule

MOST_A_DAY, A_DAY = 20, 86_400


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything one has earned there, what each would give, and one button for each."""
    account, now = signed_in(request), clock.now()
    way = gateway_at(reference)
    if way.from_space is None:
        return redirect("federation:badges")  # what was earned at another site comes as a badge
    space_at(request, way.to_space.slug, now)
    status, errors = 200, {}
    if request.method == "POST":
        check_limit(name="convert", who=str(account.pk), at_most=MOST_A_DAY, per_seconds=A_DAY)
        form = AskForm(request.POST)
        if not form.is_valid():
            raise NotFound(_("There is no such topic in this space."))
        said = form.cleaned_data
        try:
            made = services.conversion_ask(
                account=account, recognition=way, topic=said["topic"], linked=said["linked"], now=now
            )
        except ByRule as no:
            if not no.kept:
                raise
            return redirect("trust:refusal", no.kept)
        except BadInput as refused:
            status, errors = 422, {"topic": said["topic"], "sentence": refused.errors["linked"]}
        else:
            if made.state == ConversionState.GIVEN:
                messages.success(request, _("It counts from now on. Below: why, until when, and how to take it back."))
            return redirect("recognitions:conversion", made.reference)
    options = [one for one in could_count(account, now=now, space=way.to_space) if one.gateway == way.reference]
    [gateway] = gateways([way], now=now)
    context = {"gateway": gateway, "options": options, "errors": errors, "nav": "spaces"}
    return render(request, "recognitions/ask.html", context, status=status)


@login_required
@require_safe
def conversion(request: HttpRequest, reference: str) -> HttpResponse:
    """What one heard, with what it was read from."""
    [view] = conversion_views([conversion_at(signed_in(request), reference)], now=clock.now())
    return render(request, "recognitions/conversion.html", {"conversion": view})


@login_required
@require_POST
@once
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """It counts no more."""
    made = services.conversion_take_back(account=signed_in(request), reference=reference, now=clock.now())
    messages.success(request, _("Taken back: it counts no more, and no link between two names is kept."))
    return redirect("recognitions:conversion", made.reference)
