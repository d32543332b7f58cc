"""Where the leaves of our kinds lead: the alert, the answer, the text; and the exact bytes of each digest."""

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accountability.kept import RepresentativeKey
from apps.accountability.models import Alert, Answer, Commitment, StateChange
from apps.accountability.reports.models import TransparencyReport
from apps.accountability.selectors.alerts import state_tag
from apps.documents.models import Document
from apps.documents.selectors import title_of
from apps.ledger.places import Key, Place, register_places
from apps.spaces.models import Operator, Space, Visibility


def register() -> None:
    """Called from `ready()`. Texts are owned by references; here is the first floor that knows operators by them."""
    register_places("version.published", _versions)
    register_places("alert.state", _states)
    register_places("alert.tally", _tallies)
    register_places("alert.reworded", _texts)
    register_places("alert.split", _splits)
    register_places("alert.merged", _merged)
    register_places("commitment.checked", _checks)
    register_places("answer.published", _answers)
    register_places("representative.key", _keys)
    register_places("report.checked", _reports)


def _versions(keys: list[Key]) -> dict[Key, Place]:
    documents = {d.reference: d for d in Document.objects.filter(reference__in=[reference for reference, _v in keys])}
    owners = _owners({document.owner for document in documents.values()})
    return {
        (reference, number): _version(documents[reference], owners[documents[reference].owner], number)
        for reference, number in keys
        if reference in documents and documents[reference].owner in owners
    }


def _owners(references: set[str]) -> dict[str, Operator]:
    """Who answers for a text: an operator, or the operator of the space that published it (tables, scales, circles)."""
    found = {one.reference: one for one in Operator.objects.filter(reference__in=references)}
    spaces = Space.objects.filter(reference__in=references - found.keys(), visibility=Visibility.PUBLIC)
    return found | {space.reference: space.operator for space in spaces.select_related("operator")}


def _reports(keys: list[Key]) -> dict[Key, Place]:
    """What the rules found in a report leads to that report."""
    found = TransparencyReport.objects.filter(reference__in=[key[0] for key in keys]).select_related("operator")
    reports = {report.reference: report for report in found}
    known = [key for key in keys if key[0] in reports and key[1].isdigit()]
    return {key: _report(reports[key[0]], key[1]) for key in known}


def _report(report: TransparencyReport, number: str) -> Place:
    address = [report.operator.slug, report.slug]
    name = _("%(operator)s: what was found in the report %(period)s, version %(n)s")
    return Place(
        name=name % {"operator": report.operator.name, "period": report.slug, "n": number},
        path=f"{reverse('accountability:report', args=address)}?v={number}",
        body_path=reverse("accountability:report_findings", args=[*address, int(number)]),
    )


def _version(document: Document, operator: Operator, number: str) -> Place:
    address = [operator.slug, document.slug]
    name = _("%(operator)s: %(title)s, version %(n)s")
    return Place(
        name=name % {"operator": operator.name, "title": title_of(document), "n": number},
        path=f"{reverse('accountability:document', args=address)}?v={number}",
        body_path=reverse("accountability:version_body", args=[*address, int(number)]),
    )


def _alerts(keys: list[Key]) -> dict[str, Alert]:
    found = Alert.objects.filter(reference__in=[reference for reference, _v in keys]).select_related("operator")
    return {alert.reference: alert for alert in found}


def _states(keys: list[Key]) -> dict[Key, Place]:
    alerts = _alerts(keys)
    changes = StateChange.objects.filter(alert__in=alerts.values()).values_list("alert__reference", "number", "state")
    said = {(reference, str(number)): state_tag(state).word for reference, number, state in changes}
    return {key: _place(alerts[key[0]], said[key], "state_body", int(key[1])) for key in keys if key in said}


def _tallies(keys: list[Key]) -> dict[Key, Place]:
    alerts = _alerts(keys)
    known = [key for key in keys if key[0] in alerts]
    return {key: _place(alerts[key[0]], alerts[key[0]].subject, "tally_body", int(key[1])) for key in known}


def _texts(keys: list[Key]) -> dict[Key, Place]:
    alerts = _alerts(keys)
    known = [key for key in keys if key[0] in alerts and key[1].isdigit()]
    return {key: _place(alerts[key[0]], alerts[key[0]].subject, "text_body", int(key[1])) for key in known}


def _splits(keys: list[Key]) -> dict[Key, Place]:
    alerts = _alerts(keys)
    return {key: _place(alerts[key[0]], alerts[key[0]].subject, "text_body", 1) for key in keys if key[0] in alerts}


def _merged(keys: list[Key]) -> dict[Key, Place]:
    alerts = _alerts(keys)
    return {key: _place(alerts[key[0]], alerts[key[0]].subject, "merged_body") for key in keys if key[0] in alerts}


def _checks(keys: list[Key]) -> dict[Key, Place]:
    alerts = _alerts(keys)
    checked = Commitment.objects.filter(answer__alert__in=alerts.values()).exclude(checked_at=None)
    known = set(checked.values_list("answer__alert__reference", "reference"))
    return {key: _place(alerts[key[0]], alerts[key[0]].subject, "check_body", key[1]) for key in keys if key in known}


def _answers(keys: list[Key]) -> dict[Key, Place]:
    alerts = _alerts(keys)
    known = set(Answer.objects.filter(alert__in=alerts.values()).values_list("alert__reference", "reference"))
    return {key: _place(alerts[key[0]], alerts[key[0]].subject, "answer_body", key[1]) for key in keys if key in known}


def _keys(keys: list[Key]) -> dict[Key, Place]:
    rows = RepresentativeKey.objects.filter(representative__reference__in=[reference for reference, _n in keys])
    found = {
        (row.representative.reference, str(row.number)): row for row in rows.select_related("representative__operator")
    }
    return {key: _key(found[key]) for key in keys if key in found}


def _key(row: RepresentativeKey) -> Place:
    who = row.representative
    return Place(
        name=f"{who.operator.name}: {who.role}",
        path=reverse("accountability:operator", args=[who.operator.slug]),
        body_path=reverse("accountability:key_body", args=[who.operator.slug, who.reference, row.number]),
    )


def _place(alert: Alert, words: str, body: str, *last: str | int) -> Place:
    address: list[str | int] = [alert.operator.slug, alert.reference]
    return Place(
        name=f"{alert.operator.name}: {words}",
        path=reverse("accountability:alert", args=address),
        body_path=reverse(f"accountability:{body}", args=[*address, *last]),
    )
