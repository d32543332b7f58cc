"""Why a status rests on a badge of another site: from where, for what, when that site last confirmed it."""

from django.utils.translation import gettext as _

from apps.federation.brought import BroughtBadge
from apps.look.moments import moment
from apps.trust.grounds import Grounds


def explain(because: str) -> Grounds | None:
    """None for what is not from another site."""
    rows = BroughtBadge.objects.select_related("recognition__document", "recognition__to_space", "table__version")
    row = rows.filter(reference=because).first()
    if row is None:
        return None
    version = row.table.version.number
    said = _("%(site)s says “%(level)s” there; the published table of this space reads it. It counts while that holds.")
    path = f"/recognitions/{row.recognition.reference}/"
    inputs = (
        (_("Site"), row.site, ""),
        (_("Space there"), row.recognition.from_slug, ""),
        (_("Level there"), row.level_from, ""),
        (_("State"), str(row.get_state_display()), ""),
        (_("Last confirmed"), moment(row.checked_at), ""),
        (_("Table, version"), str(version), path),
    )
    return Grounds(said % {"site": row.site, "level": row.level_from}, inputs, row.recognition.document.reference)
