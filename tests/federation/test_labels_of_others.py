"""Labels of others before whoever would forge them: refused with a reason, and never called valid without a word of
the body that gave them."""

import copy
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from apps.base import clock
from apps.base.errors import BadInput, NotYours
from apps.federation.models import InboxItem
from apps.federation.models import Peer as Peer_
from apps.federation.refusals import told as told_of
from apps.federation.services.labels import labels_ask
from apps.federation.states import InboxState, PeerState
from apps.labels import services
from apps.labels.models import OutsideLabel
from apps.labels.selectors.elsewhere import outside_page
from apps.ledger import sequencer
from apps.ledger.models import LogEntry
from apps.outside import Client, instead
from apps.signatures import documents, keys, linked
from apps.spaces.models import Operator
from tests.accountability.world import represent
from tests.factories import operator, person
from tests.federation.labels_of_others import KEY, Document, change, envelope, label, lists
from tests.federation.world import HERE, Somebody, somebody, work_off
from tests.labels.world import auditor, criteria
from tests.notices.reading import sentences
from tests.outside.conftest import Peer, peer, say, to_peer  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Somebody:
    """A site that gives labels, met before."""
    one = somebody("site", "label.example", "Application")
    one.known()
    return one


def announced(body: Somebody, document: Document) -> tuple[str, str]:
    """What became of it."""
    body.send(body.says("Announce", document))
    work_off()
    item = InboxItem.objects.latest("pk")
    return item.state, item.reason


def states() -> list[str]:
    return [outside_page(one.reference, now=clock.now()).row.state for one in OutsideLabel.objects.order_by("pk")]


def us(op) -> str:
    return f"{HERE}/ap/o/{op.slug}"


def test_a_body_labels_an_operator_here_and_its_word_is_followed_in_order(client, body):
    op = operator()
    boss, given = represent(op), label(us(op))

    assert announced(body, envelope(body, given)) == (InboxState.DONE, "")
    assert announced(body, envelope(body, given)) == (InboxState.IGNORED, "It is known.")
    assert sentences(boss) == f"label.example gave a label to {op.name}. Its page says whether it holds."
    page = client.get(f"/en/o/{op.slug}/", headers={"host": "here.example"}).content.decode()
    assert "Labels others have granted" in page
    assert "label.example says that it stands" in page

    assert announced(body, envelope(body, given, change()))[0] == InboxState.DONE
    assert states() == ["suspended"]
    assert sentences(boss).startswith("label.example suspended a label")
    assert announced(body, envelope(body, given)) == (InboxState.REFUSED, "label_order")  # an older word, after a newer
    other = change(why="Nothing of the kind.")
    assert announced(body, envelope(body, given, other)) == (InboxState.REFUSED, "label_order")  # another story
    ended = change(holds=False, why="Mended.")
    assert announced(body, envelope(body, given, change(), ended))[0] == InboxState.DONE
    assert states() == ["valid"]
    assert sentences(boss).startswith("label.example took up a label")
    revoked = (change(), ended, change("revocation", why="Bought."))
    assert announced(body, envelope(body, given, *revoked))[0] == InboxState.DONE
    assert announced(body, envelope(body, given, change(), ended))[1] == "label_order"
    assert sentences(boss).startswith("label.example revoked a label")
    assert len(sentences(boss).splitlines()) == 4

    assert states() == ["revoked"]
    for lang in ("en", "fr"):
        shown = client.get(f"/{lang}/label/elsewhere/{OutsideLabel.objects.get().reference}/").content.decode()
        assert shown.count("Bought.") == 1
    sequencer.seal(now=clock.now())
    assert LogEntry.objects.filter(kind="label.heard").count() == 1


def forged(body: Somebody, about: str) -> dict[str, tuple[Somebody, Document, str]]:
    """Who sends what, and why it is refused."""
    stranger = somebody("site", "evil.example", "Application")
    stranger.known()
    member = somebody("mallory", "label.example")
    member.known()
    good, their_key = label(about), keys.load(keys.create())
    altered = copy.deepcopy(good)
    altered["validUntil"] = "2099-01-01T00:00:00Z"
    named_as_theirs = label(about, site="https://evil.example", key=their_key)
    named_as_theirs["issuer"] = good["issuer"]
    no_lists = {name: part for name, part in good.items() if name not in {"credentialStatus", "proof"}}
    for_good = documents.sign(no_lists, KEY, at=clock.now())
    lying = envelope(body, good, change(), **{"trust:state": "valid"})
    unproved = {**envelope(body, good), "name": "Another"}
    return {
        "another body's label, passed on as one's own": (stranger, envelope(stranger, good), "label_site"),
        "one's own, with the key of another": (stranger, envelope(stranger, named_as_theirs), "label_site"),
        "by a member of that site": (member, envelope(member, good), "label_issuer"),
        "tampered inside": (body, envelope(body, altered), "label_proof"),
        "tampered outside": (body, unproved, "The document is not proved by who it is attributed to."),
        "for somebody else than it says": (body, envelope(body, good, object=f"{HERE}/ap/o/other"), "label_subject"),
        "about nobody here": (body, envelope(body, label(f"{HERE}/ap/o/nobody")), "label_subject"),
        "about somebody of a third site": (body, envelope(body, label("https://third.example/o")), "label_subject"),
        "over": (body, envelope(body, label(about, days=3)), "label_ended"),
        "of a day to come": (body, envelope(body, label(about, ago=-3)), "label_early"),
        "that nobody could revoke": (
            body,
            envelope(body, for_good),
            "label_lists",
        ),
        "with a state its changes do not come to": (body, lying, "label_form"),
        "revoked and then not": (body, envelope(body, good, change("revocation", holds=False)), "label_form"),
        "no label at all": (body, envelope(body, good, **{"trust:credential": [good]}), "label_form"),
    }


def test_forged_labels_are_refused_each_with_its_reason(body):
    op = operator()
    cases = forged(body, us(op))
    stranger = cases["one's own, with the key of another"][0]
    bare = envelope(body, label(us(op)))

    came = {name: announced(who, document) for name, (who, document, _why) in cases.items()}
    stranger.send(stranger.says("Announce", bare))
    work_off()

    assert came == {name: (InboxState.REFUSED, why) for name, (_who, _document, why) in cases.items()}
    assert InboxItem.objects.latest("pk").reason == "The document is of another site."
    assert not OutsideLabel.objects.exists()
    assert all(told_of(why).wrong and told_of(why).do for _state, why in came.values())


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def there(peer: Peer, to_peer: Client):  # noqa: F811 - a fixture
    """The site of a body: its address, and a table of what it answers."""
    answers: dict[str, Any] = {}

    def answer(handler) -> None:
        found = answers.get(handler.path)
        say(handler, 200 if found else 404, json.dumps(found).encode() if found else b"")

    peer.answer = answer
    with instead(to_peer):
        yield peer.url("").rstrip("/"), answers


def brought(op, account, credential: Document | str) -> str:
    """Its state, or why it was not taken."""
    text = credential if isinstance(credential, str) else json.dumps(credential)
    try:
        kept = services.outside_label_bring(account=account, operator=op, text=text, now=clock.now())
    except BadInput as refusal:
        return str(refusal.errors["file"])
    return outside_page(kept.reference, now=clock.now()).row.state


def asked(at: datetime) -> tuple[str, str]:
    """What the page says after its body was asked at this time."""
    services.outside_labels_ask(now=at)
    page = outside_page(OutsideLabel.objects.get().reference, now=at)
    return page.row.state, page.trouble


def test_a_file_about_us_is_valid_only_while_its_body_confirms_it(client, there, english):
    site, answers = there
    criteria()
    op = Operator.objects.get(slug="trustmgmt")
    account, given, now = auditor(), label(HERE, site=there[0]), clock.now()
    with pytest.raises(NotYours):
        brought(op, person(), given)

    assert brought(op, account, given) == "unverified"  # the signature holds; nobody says that it stands
    assert "unverified" in client.get("/en/about/us/", follow=True).content.decode().lower()
    answers |= lists(site)
    assert asked(now + timedelta(hours=7)) == ("valid", "")
    answers |= lists(site, set_=("suspension",))
    assert asked(now + timedelta(hours=14)) == ("suspended", "")
    answers |= lists(site)
    assert asked(now + timedelta(hours=21)) == ("valid", "")
    answers.clear()
    assert asked(now + timedelta(hours=28))[0] == "valid"  # confirmed seven hours ago
    state, trouble = asked(now + timedelta(hours=46))
    assert (state, "404" in trouble) == ("unverified", True)
    answers |= lists(site, key=keys.load(keys.create()))
    assert "not signed by the key" in asked(now + timedelta(hours=53))[1]
    answers |= lists(site, set_=("revocation", "suspension"))
    assert asked(now + timedelta(hours=60)) == ("revoked", "")
    answers |= lists(site)
    row = OutsideLabel.objects.get()
    services.outside_label_ask(label=row, now=now + timedelta(hours=67))
    assert outside_page(row.reference, now=now).row.state == "revoked"
    assert client.get(f"/en/label/elsewhere/{row.reference}/file.json").json() == given


def test_files_that_prove_nothing_are_not_taken_and_say_why(there, english):
    site, answers = there
    op = operator()
    boss, good = represent(op), label(us(op), site=site)
    altered = {**good, "validUntil": "2099-01-01T00:00:00Z"}
    answers["/label"] = good

    assert "signature does not hold" in brought(op, boss, altered)
    assert "somebody else" in brought(op, boss, label(us(operator()), site=site))
    assert "Its last day" in brought(op, boss, label(us(op), site=site, days=2))
    assert "not of one site" in brought(op, boss, {**good, "id": "https://elsewhere.example/l"})
    assert "form we read" in brought(op, boss, "{broken")
    assert "form we read" in brought(op, boss, "[]")
    assert "404" in brought(op, boss, f"{site}/nothing")
    assert not OutsideLabel.objects.exists()
    answers |= lists(site)
    assert brought(op, boss, f"{site}/label") == "valid"
    rdfc = linked.sign({k: v for k, v in good.items() if k != "proof"} | {"id": f"{site}/l/2"}, KEY, at=clock.now())
    assert brought(op, boss, rdfc) == "valid"
    assert "signature does not hold" in brought(op, boss, {**rdfc, "name": "More"})
    alike = {**rdfc, "evidence": [{"type": ["Evidence"]}] * 40}  # putting these in order would take for ever
    nested = {**rdfc, "evidence": {"@graph": []}}
    assert "signature does not hold" in brought(op, boss, alike)
    assert "signature does not hold" in brought(op, boss, nested)


def test_a_site_that_was_blocked_is_not_asked_any_more_and_its_labels_go_stale(body):
    op = operator()
    announced(body, envelope(body, label(us(op))))
    Peer_.objects.filter(host="label.example").update(state=PeerState.BLOCKED)
    later = clock.now() + timedelta(hours=25)

    assert labels_ask(now=later) == 0
    assert outside_page(OutsideLabel.objects.get().reference, now=later).row.state == "unverified"
    assert announced(body, envelope(body, label(us(op)), change()))[0] != InboxState.REFUSED  # turned away at the door
    assert OutsideLabel.objects.get().said == "valid"
