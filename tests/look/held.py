"""What the operator of the small world is held to: a surge and all that follows, a clause, money, a label."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

from apps.accountability import services
from apps.accountability.kept import Proof
from apps.accountability.models import Alert, Commitment, Contest, Voice
from apps.accountability.services import (
    AnswerDraft,
    CommitmentDraft,
    DisclosureDraft,
    IssueDraft,
    SourceDraft,
    StatementDraft,
)
from apps.accountability.services.proofs import ProofDraft
from apps.documents.clauses import clause_point
from apps.documents.models import ChangeClass, Clause, Document, Version
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.labels.models import Assessment, Label
from apps.labels.services import assess_by_machine, criteria_install, label_change, label_grant
from apps.labels.states import LabelState
from apps.people.models import Account
from apps.people.services import account_create
from apps.spaces.models import Operator, Role
from apps.spaces.services import mandate_grant
from tests.accountability.world import press
from tests.journeys.town import Town
from tests.labels.world import judge

AUDITOR = "fern"
RULES = ("Un avis est publié aussitôt. L’auteur a 30 jours.", "Un avis est publié aussitôt. L’auteur a 14 jours.")
DAY = timedelta(days=1)
_networks = count()


@dataclass(frozen=True, slots=True)
class Held:
    """What the ways to it lead to."""

    alert: Alert
    voice: Voice
    contest: Contest
    promise: Commitment
    proof: Proof
    clause: Clause
    label: Label
    verdict: Assessment
    auditors: list[Account]


def build_held(town: Town, now: datetime) -> Held:
    """Two auditors, then everything they and others have to look at."""
    criteria_install(now=now)
    assess_by_machine(operator=town.operator, now=now)
    auditors = [_auditor(name, now - 30 * DAY) for name in (AUDITOR, "moss")]
    alert = _alert(town, auditors[0], now)
    return Held(
        alert=alert,
        voice=alert.voices.order_by("pk")[0],
        contest=_contest(town, alert, now),
        promise=Commitment.objects.order_by("due_on")[0],
        proof=Proof.objects.get(),
        clause=_texts(town, now),
        label=_label(auditors, now),
        verdict=judge(auditors[0], town.operator, codes=("REV-3",), now=now)[0],
        auditors=auditors,
    )


def _auditor(name: str, now: datetime) -> Account:
    account = account_create(pseudonym=name, passphrase=None, language="fr", now=now)
    mandate_grant(account=account, role=Role.AUDITOR, public_name=f"{name}_audit", space=None, now=now)
    return account


def _alert(town: Town, auditor: Account, now: datetime) -> Alert:
    """Confirmed, told in a batch, answered with one promise for later and one whose day is past; then split."""
    begun = now - 8 * DAY
    for words in ("Mon avis a disparu.", "Trois mois sans motif.", "Le filtre a pris mon texte."):
        _press(town, words, begun, None)
    for account in town.members:
        _press(town, f"Retiré sans un mot, dit {account.username}.", begun, account)
    for account in Account.objects.filter(username__startswith="ancien").order_by("pk"):
        _press(town, "", begun, account)
    alert = services.alert_evaluate(alert_id=Alert.objects.get().pk, now=begun + DAY / 48)
    assert alert.state == "confirmed"
    services.tallies_publish(now=begun + DAY / 8)
    promises = [CommitmentDraft(f"Une personne relit ({n}).", "", (begun + n * DAY).date()) for n in (3, 40)]
    draft = AnswerDraft("Ce filtre est arrêté.", "This filter is stopped.", promises)
    services.answer_publish(account=operator_account(town.operator), alert=alert, draft=draft, now=begun + DAY)
    part = IssueDraft("Les filtres de mars", "The filters of March", "Une partie de ces voix en parle.")
    services.issue_split(account=auditor, alert=alert, draft=part, now=begun + 2 * DAY)
    services.commitments_check(now=now)
    shown = ProofDraft("La page d’avant : https://e.example/1", b"capture", "avant.txt")
    _press(town, "Encore un avis parti hier.", now - DAY / 4, None, proof=shown)
    return alert


def operator_account(operator: Operator) -> Account:
    """Who answers for it."""
    return operator.representatives.get().account


def _press(town: Town, words: str, now: datetime, account: Account | None, network: str = "", **more) -> Voice:
    mark = f"network-{next(_networks)}"
    raised = press(town.operator, account=account, network=network or mark, browser=mark, words=words, now=now, **more)
    return raised.voice


def _contest(town: Town, alert: Alert, now: datetime) -> Contest:
    """Two people of one house: the second says so."""
    _first, second = (_press(town, "", now - DAY / n, None, network="house") for n in (5, 6))
    services.alert_evaluate(alert_id=alert.pk, now=now)
    return services.contest_file(voice=second, words="Nous sommes deux dans cette maison.", now=now)


def _texts(town: Town, now: datetime) -> Clause:
    """Rules in two versions, one clause talked about, an archive's copy of them, and what the operator lives on."""
    operator, face = town.operator, town.operator.representatives.get()
    words = {"kind": "rules", "slug": "rules", "title_fr": "Règles des avis", "title_en": "Review rules"}
    rules = document_create(owner=operator.reference, **words)
    for number, text in enumerate(RULES):
        at = now - (20 - 10 * number) * DAY
        draft = VersionDraft(body_fr=text, body_en=text, effective_at=at + 3 * DAY)
        version_publish(document=rules, draft=draft, actor=face.reference, signed_by=face.reference, now=at)
    clause = clause_point(version=rules.versions.get(number=1), language="fr", at=1, now=now)
    talk = {"text": "Trente jours, c’était déjà court.", "address": "https://e.example/", "language": "fr"}
    services.clause_discuss(account=town.members[0], clause=clause, space=town.space, now=now, **talk)
    _archived(operator, words, now)
    _money(operator, now)
    return clause


def _archived(operator: Operator, words: dict[str, str], now: datetime) -> None:
    """As an import of Open Terms Archive leaves it."""
    apart = Operator.objects.create(slug="route-apart", name=operator.name, affiliated=False, created_at=now)
    copy = Document.objects.create(owner=apart.reference, attribution="Open Terms Archive contributors", **words)
    Version.objects.create(
        document=copy, number=1, body_fr=RULES[0], sha256="0" * 64, announced_at=now - DAY, effective_at=now - DAY,
        change_class=ChangeClass.FIRST, imported=True,
    )  # fmt: skip


def _money(operator: Operator, now: datetime) -> None:
    face = operator.representatives.get()
    shares = (("Abonnements", "Subscriptions", "71.5"), ("Dons", "Gifts", "28.5"))
    sources = [SourceDraft(fr, en, Decimal(share)) for fr, en, share in shares]
    said = StatementDraft("Aucun.", "None.")
    withheld = StatementDraft("Un contrat l’interdit.", "A contract forbids it.", withheld=True)
    draft = DisclosureDraft(now.year - 1, sources, said, withheld, said)
    services.disclosure_publish(account=face.account, operator=operator, representative=face, draft=draft, now=now)


def _label(auditors: list[Account], now: datetime) -> Label:
    """Given to another operator, and suspended since."""
    other = Operator.objects.create(slug="sentier", name="Sentier", claimed=True, created_at=now - 60 * DAY)
    for auditor in auditors:
        judge(auditor, other, now=now)
    label = label_grant(account=auditors[0], operator=other, now=now)
    why = {"reason_fr": "Deux réponses manquent depuis mars.", "reason_en": "Two answers are missing since March."}
    label_change(account=auditors[1], label=label, to=LabelState.SUSPENDED, now=now, **why)
    return label
