"""Auditors who declared, an operator with decisions to look at, and a witness that signs when it is told to."""

from datetime import timedelta

from django.conf import settings
from django.test import override_settings

from apps.audits import services
from apps.audits.models import Audit, Population
from apps.base import clock
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.ledger import checkpoints, sequencer
from apps.ledger.models import Cosignature
from apps.people.models import Account
from apps.signatures import keys, notes
from apps.signatures.notes import WITNESS, Voucher
from apps.spaces.models import Operator
from tests.factories import operator
from tests.labels.world import auditor

KEY = keys.from_seed(bytes(range(32)))
WATCHER = Voucher("witness.example/w1", WITNESS, KEY.public_key())


def watched():
    """One witness from outside must sign."""
    return override_settings(WITNESSES=[("http://127.0.0.1:9", WATCHER.vkey)], WITNESS_QUORUM=1)


def cosign() -> None:
    """The witness has signed the newest checkpoint."""
    newest, now = checkpoints.newest(), clock.now()
    line = notes.cosign(newest.text, WATCHER.name, KEY, int(now.timestamp()))
    Cosignature.objects.create(checkpoint=newest, witness=WATCHER.name, line=line, at=now)


def texts(op: Operator, many: int) -> None:
    """So many versions of its rules: all of them public."""
    document = document_create(owner=op.reference, kind="rules", slug="rules", title_fr="Règles", title_en="Rules")
    now = clock.now()
    for n in range(many):
        words = VersionDraft(body_fr=f"Règle {n}.", body_en=f"Rule {n}.", effective_at=now)
        version_publish(document=document, draft=words, actor="", signed_by="rep", now=now)


def free_auditors(op: Operator, many: int) -> list[Account]:
    """They have no link, and say so."""
    found = [auditor() for _n in range(many)]
    for account in found:
        services.link_declare(account=account, operator=op, linked=False, words="", now=clock.now())
    return found


def draft(**more) -> services.AuditDraft:
    """Thirty days of versions, of which four are drawn."""
    today = clock.now().date()
    said = {
        "population": Population.VERSIONS, "since": today - timedelta(days=30), "until": today, "size": 4,
        "question_fr": "Annoncé à temps ?", "question_en": "Announced in time?",
    }  # fmt: skip
    return services.AuditDraft(**{**said, **more})


def announced(auditors: int = 3, versions: int = 9, op: Operator | None = None, **more) -> tuple[Audit, list[Account]]:
    """An operator with versions, auditors without links, an audit."""
    op = op or operator()
    texts(op, versions)
    people = free_auditors(op, auditors)
    audit = services.audit_announce(account=people[0], operator=op, draft=draft(**more), now=clock.now())
    return audit, people


def drawn(**more) -> tuple[Audit, list[Account]]:
    """The same, sealed, signed by the witness, and drawn; those who look, in their order."""
    assert settings.WITNESSES
    audit, _people = announced(**more)
    sequencer.seal(now=clock.now())
    cosign()
    services.audits_draw(now=clock.now())
    audit.refresh_from_db()
    return audit, [seat.mandate.account for seat in audit.seats.select_related("mandate__account")]


def look(audit: Audit, account: Account, verdicts: str, *, verdict: str = "", words: str = "Looked.") -> None:
    """All findings in a row (r, w, u), and the end."""
    names = {"r": "right", "w": "wrong", "u": "unsure"}
    for number, letter in enumerate(verdicts, 1):
        services.finding_note(
            account=account, audit=audit, number=number, verdict=names[letter],
            words="" if letter == "r" else "Because.", now=clock.now(),
        )  # fmt: skip
    services.seat_finish(account=account, audit=audit, verdict=verdict, words_fr="", words_en=words, now=clock.now())
