"""A professional who was refused for one house and waits for another."""

from datetime import datetime, timedelta

from apps.people.models import Account
from apps.professionals.verification.asking import AskDraft, verification_ask
from apps.professionals.verification.deciding import DecisionDraft, verification_decide
from apps.professionals.verification.models import Verification
from apps.professionals.verification.proofs import Paper
from apps.professionals.verification.ways import Ground, Way
from apps.spaces.models import Mandate
from tests.making import make_account

DAY = timedelta(days=1)
REASONS = "L’extrait nomme une autre société. Un extrait à jour suffirait."


def build_verified(town, now: datetime) -> Verification:
    """One verified, one refused, one who waits."""
    first = _decided(make_account("garance.paulin"), "Garance Paulin", town, now - 30 * DAY, yes=True)
    _decided(Account.objects.get(username="helene.marchetti"), "Hélène Marchetti", town, now - 9 * DAY, yes=False)
    assert first.until is not None
    return _asked(make_account("bruno.belin"), "Bruno Belin", town, now - DAY)


def _asked(account: Account, name: str, town, now: datetime) -> Verification:
    paper = Paper("Registre du commerce, ce mois-ci.", b"%PDF-1.7 extract", "extrait.pdf", 16)
    draft = AskDraft(name, "Garage des Lilas", "Lyon", "Gérant", "Manager", Way.PAPER, [town.subject], paper=paper)
    return verification_ask(account=account, draft=draft, now=now)


def _decided(account: Account, name: str, town, now: datetime, *, yes: bool) -> Verification:
    asked, manager = _asked(account, name, town, now), Mandate.objects.get(public_name="tm_heron").account
    said = DecisionDraft(yes, "" if yes else Ground.OTHER_HOUSE, "" if yes else REASONS)
    verification_decide(account=manager, verification=asked, draft=said, now=now)
    asked.refresh_from_db()
    return asked
