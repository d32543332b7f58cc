"""Words of notices about what was decided elsewhere: written there, in both languages."""

from django.utils.functional import lazystr
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from apps.notices.kinds import register_kind


class _SaidThere:
    """Their sentence in the reader's language, after the name of the site."""

    def __str__(self) -> str:
        french = (get_language() or "fr").startswith("fr")
        return _("Decided at %(host)s:") + (" %(fr)s" if french else " %(en)s")


def register() -> None:
    """Called from `ready()`."""
    for kind in ("federation.author", "federation.reporter"):
        register_kind(kind, lazystr(_SaidThere()))
    register_kind(
        "federation.paused",
        gettext_lazy("%(host)s has paused your posting in %(space)s until %(until)s. Its decision says why."),
    )
    register_kind(
        "federation.paused_why",
        gettext_lazy("%(host)s has paused your posting in %(space)s until %(until)s, and says why: %(reason)s"),
    )
    register_kind(
        "federation.stopped_why",
        gettext_lazy("%(host)s has stopped your posting in %(space)s without an end, and says why: %(reason)s"),
    )
    register_kind(
        "federation.stopped",
        gettext_lazy("%(host)s has stopped your posting in %(space)s and gave no end. Ask it why."),
    )
    register_kind(
        "federation.resumed",
        gettext_lazy("%(host)s has ended your pause in %(space)s: you may write again."),
    )
    register_kind(
        "federation.warned",
        gettext_lazy("%(host)s, which hosts this space, warns you about “%(name)s”: %(reason)s"),
    )
    register_kind(
        "federation.looked",
        gettext_lazy("%(host)s has closed your report. That site states no reasons."),
    )
    register_kind(
        "federation.letter",
        gettext_lazy("A space of %(host)s vouches for a member, at their request: a reference for %(space)s."),
    )
    register_kind(
        "federation.asked",
        gettext_lazy(
            "%(asking)s, at %(host)s, would like to know what you have earned in %(of)s. "
            "You may answer once, always, or not at all."
        ),
    )
