"""Run inside a site under test: does what people do there, one JSON line per act; starting Django is paid once.

With `--alone` this process is the whole site: it answers at its address, and works off what is due when it is told to.
"""

import json
import os
import sys
import threading
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")


def main() -> None:
    import django

    django.setup()
    from django.db import close_old_connections

    if "--alone" in sys.argv:
        answer()
    sys.stdout.write('{"told": "ready"}\n')
    sys.stdout.flush()
    for line in sys.stdin:
        wanted = json.loads(line)
        close_old_connections()
        try:
            told = {"told": ACTS[wanted.pop("act")](**wanted)}
        except Exception as error:
            told = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(told, default=str) + "\n")
        sys.stdout.flush()


def answer() -> None:
    """At the site's own address, in threads beside the acts."""
    from django.conf import settings
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    place = urlsplit(settings.SITE_URL)
    server = ThreadedWSGIServer((place.hostname, place.port), WSGIRequestHandler, ipv6=False)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()


def work() -> int:
    """Everything that is due, once; how much it was."""
    from apps.base import clock
    from apps.federation.services import backfill, delivery, inbox
    from apps.ledger.services import deliver_due
    from apps.moderation.services.publication import decisions_publish

    now = clock.now()
    steps = (deliver_due, decisions_publish, inbox.process_due, delivery.deliver_due, backfill.read_due)
    return sum(step(now=now) for step in steps)


def later(seconds: int) -> None:
    """From here on this site's clock is ahead."""
    import time_machine

    from apps.base import clock

    time_machine.travel(clock.now() + timedelta(seconds=seconds)).start()


def person(name: str, manager: bool = False) -> str:
    from apps.base import clock
    from apps.people.services import account_create
    from apps.spaces.models import Role
    from apps.spaces.services import mandate_grant

    account = account_create(pseudonym=name, passphrase=None, language="en", now=clock.now())
    if manager:
        mandate_grant(account=account, role=Role.TRUST_MANAGER, public_name=f"tm {name}", now=clock.now())
    return account.personas.get().reference


def space(slug: str) -> str:
    from apps.base import clock
    from apps.federation.addresses import uri
    from apps.spaces.models import Operator, Space

    now = clock.now()
    operator, _new = Operator.objects.get_or_create(slug="atelier", defaults={"name": "Atelier", "created_at": now})
    names = {"name_fr": "Le jardin", "name_en": "The garden"}
    Space.objects.create(slug=slug, operator=operator, created_at=now, **names)
    return uri(f"s/{slug}")


def join(name: str, address: str) -> str:
    """In a space elsewhere, by its address; or in one here, by its slug."""
    from apps.base import clock
    from apps.federation.services.answers import actor_found, space_join_elsewhere
    from apps.spaces.models import Space
    from apps.spaces.services import space_join

    persona = _persona(name)
    if "@" not in address:
        here = Space.objects.get(slug=address)
        space_join(persona=persona, space=here, now=clock.now())
        return here.slug
    group = actor_found(address, now=clock.now())
    there = space_join_elsewhere(account=persona.account, persona=persona, group=group, consent=True, now=clock.now())
    return there.slug


def review(name: str, slug: str, text: str, stars: int = 2) -> str:
    from apps.base import clock
    from apps.posts.models import DeclaredLink, Subject
    from apps.posts.services import ReviewDraft, review_publish
    from apps.spaces.models import Space

    now = clock.now()
    subject, _new = Subject.objects.get_or_create(
        slug="brightwell", defaults={"name": "Brightwell Boilers", "kind": "service"}
    )
    draft = ReviewDraft(
        stars=stars,
        text=text,
        experience_on=(now - timedelta(days=2)).date(),
        link=DeclaredLink.CLIENT,
        title="Three visits",
        language="en",
    )
    made = review_publish(
        author=_persona(name), space=Space.objects.get(slug=slug), subject=subject, draft=draft, now=now
    )
    return made.reference


def reviews(slug: str) -> list[dict[str, Any]]:
    from apps.posts.models import Review

    found = Review.objects.filter(space__slug=slug).select_related("author", "subject").order_by("pk")
    return [
        {
            "reference": r.reference,
            "text": r.text,
            "stars": r.stars,
            "state": r.state,
            "author": r.author.pseudonym if r.author else "",
            "subject": r.subject.name,
        }
        for r in found
    ]


def report(name: str, reference: str, text: str) -> str:
    from apps.base import clock
    from apps.moderation.rules import Ground
    from apps.moderation.services.reports import ReportDraft, report_file
    from apps.moderation.targets import target_of

    draft = ReportDraft(ground=Ground.PRIVATE_PERSON, text=text)
    made = report_file(target=target_of(reference), draft=draft, reporter=_persona(name), now=clock.now())
    return made.report.case.reference


def cases() -> list[dict[str, Any]]:
    from apps.moderation.models import Case

    found = Case.objects.order_by("pk")
    return [{"case": c.reference, "item": c.item, "reports": c.reports.count(), "state": c.state} for c in found]


def decide(name: str, case: str, words: str) -> None:
    from apps.base import clock
    from apps.moderation.models import Case
    from apps.moderation.rules import RuleCode
    from apps.moderation.services.decisions import case_decide
    from apps.moderation.services.statements import DecisionDraft
    from apps.moderation.states import Outcome

    draft = DecisionDraft(outcome=Outcome.MASK, rule=RuleCode.PRIVATE_PERSON, seen_version=1, own_words=words)
    account = _persona(name).account
    case_decide(account=account, case=Case.objects.get(reference=case), draft=draft, now=clock.now())


def notices(name: str) -> list[dict[str, str]]:
    from apps.base import clock
    from apps.notices.kinds import sentence_of
    from apps.notices.models import Notice

    rows = Notice.objects.filter(to=_persona(name)).visible(clock.now()).order_by("pk")
    return [{"kind": n.kind, "path": n.path, "says": sentence_of(n.kind, n.context)} for n in rows]


def rules(text: str) -> str:
    from apps.base import clock
    from apps.documents.services import VersionDraft, document_create, version_publish
    from apps.spaces.models import Operator

    operator, now = Operator.objects.get(slug="atelier"), clock.now()
    document = document_create(
        owner=operator.reference, kind="Terms of Service", slug="rules", title_fr="Règles", title_en="Rules"
    )
    draft = VersionDraft(body_fr=text, body_en=text, effective_at=now)
    return version_publish(document=document, draft=draft, actor="", signed_by=operator.reference, now=now).reference


def heard() -> list[dict[str, str]]:
    from apps.federation.models import Heard

    return [{"kind": h.kind, "uri": h.uri, "item": h.item} for h in Heard.objects.order_by("pk")]


def label(of: str) -> str:
    """Given by auditors of this site, to whom two of them found nothing to object."""
    from apps.base import clock
    from apps.labels import services
    from apps.spaces.models import Operator
    from tests.labels.world import auditor, few, judge

    few()
    operator, (one, two) = Operator.objects.get(slug=of), (auditor(), auditor())
    for account in (one, two):
        judge(account, operator)
    return services.label_grant(account=one, operator=operator, now=clock.now()).reference


def label_change(reference: str, to: str, reason: str) -> None:
    from apps.base import clock
    from apps.labels import services
    from apps.labels.models import Label
    from apps.labels.states import LabelState
    from apps.spaces.models import Mandate

    given = Label.objects.get(reference=reference)
    account = Mandate.objects.select_related("account").get(pk=given.granted_by_id).account
    words = {"reason_fr": "", "reason_en": reason}
    services.label_change(account=account, label=given, to=LabelState(to), now=clock.now(), **words)


def labels_elsewhere(ask: bool = False, pull: bool = False) -> list[dict[str, Any]]:
    """Labels of others, as their pages say them; asked for anew when one wants to."""
    from apps.base import clock
    from apps.federation.services.labels import labels_ask, labels_pull
    from apps.labels.models import OutsideLabel
    from apps.labels.selectors.elsewhere import outside_page

    now = clock.now()
    if pull:
        labels_pull(now=now)
    if ask:
        labels_ask(now=now)
    pages = [outside_page(row.reference, now=now) for row in OutsideLabel.objects.order_by("pk")]
    return [
        {
            "state": page.row.state,
            "host": page.row.host,
            "about": page.row.about,
            "sentence": page.row.sentence,
            "reasons": [change.reason for change in page.changes],
            "trouble": page.trouble,
        }
        for page in pages
    ]


def platform() -> None:
    """Operator no. 1, as a fresh site has it."""
    from apps.accountability.platform.install import platform_install
    from apps.base import clock

    platform_install(now=clock.now())


def labels_shown(slug: str) -> list[str]:
    """What the page of an operator says of its labels given by others."""
    from apps.labels.templatetags.labels import labels_of

    return [f"{row.host}: {row.state}" for row in labels_of(slug)["outside"]]


def operators() -> dict[str, str]:
    """By slug, their own sites."""
    from apps.spaces.models import Operator

    return dict(Operator.objects.values_list("slug", "website"))


def traffic() -> dict[str, Any]:
    """What moved, for a failing test to show."""
    from apps.federation.models import Follow, InboxItem, PeerDelivery
    from apps.ledger.models import Delivery

    return {
        "follows": list(Follow.objects.values_list("actor", "ours", "state")),
        "in": list(InboxItem.objects.order_by("pk").values_list("kind", "state", "reason")),
        "out": list(
            PeerDelivery.objects.order_by("pk").values_list("activity__kind", "inbox", "done_at", "attempts", "failure")
        ),
        "failed": list(Delivery.objects.exclude(failure="").values_list("handler", "failure", "done_at")),
    }


def came_from(hosts: list[str]) -> list[list[str]]:
    """What messages of these sites came to."""
    from apps.federation.models import InboxItem

    found = InboxItem.objects.filter(peer__host__in=hosts).order_by("pk")
    return [list(row) for row in found.values_list("kind", "state", "reason")]


def stands() -> dict[str, int]:
    """How much there is of everything that somebody elsewhere could add to."""
    from apps.federation.models import Follow, Heard, HostWord, RemoteItem, RemoteVote
    from apps.moderation.models import Report
    from apps.posts.models import Post, Review

    models = (Review, Post, RemoteItem, RemoteVote, Report, Heard, HostWord, Follow)
    return {model.__name__: model.objects.count() for model in models}


def space_with_topic(slug: str, topic: str = "food") -> None:
    from apps.spaces.models import Space, Topic

    space(slug)
    here = Space.objects.get(slug=slug)
    Topic.objects.create(space=here, slug=topic, name_fr="Manger", name_en="Food")


def earn(name: str, slug: str) -> str:
    """Somebody earns a status in a new space, by what four others say."""
    from tests.badges.world import build_world

    return build_world(slug, name).persona.reference


def home(name: str, address: str) -> None:
    """An address elsewhere is theirs too."""
    from apps.base import clock
    from apps.federation.services.actors import actor_at
    from apps.federation.services.moving import home_add

    persona, now = _persona(name), clock.now()
    home_add(account=persona.account, persona=persona, actor=actor_at(address, now=now), now=now)


def badge(name: str, slug: str) -> str:
    """Made of what is earned; where its file stands."""
    from apps.badges.credential import badge_address
    from apps.badges.services import badge_make
    from apps.base import clock
    from apps.spaces.models import Space

    persona, here = _persona(name), Space.objects.get(slug=slug)
    made = badge_make(account=persona.account, persona=persona, space=here, topic=here.topics.get(), now=clock.now())
    return badge_address(made.reference)


def badge_take_back(name: str) -> None:
    from apps.badges import services
    from apps.badges.models import Badge
    from apps.base import clock

    mine = _persona(name)
    for one in Badge.objects.standing().filter(persona=mine):
        services.badge_take_back(account=mine.account, badge=one, now=clock.now())


def recognise(slug: str, by: str, address: str) -> None:
    """What is earned in a space elsewhere, at whatever step, counts as the lowest here."""
    from django.core.management import call_command

    rows = ["--row", "known=known", "--topic", "general=food", "--cap", "known"]
    call_command("recognise_elsewhere", slug, address, "--by", by, *rows, stdout=sys.stderr)


def badge_bring(name: str, slug: str, address: str) -> None:
    from apps.badges import reaching
    from apps.base import clock
    from apps.federation.services import badges
    from apps.spaces.models import Space

    document, account = reaching.fetch(address, oldest=0), _persona(name).account
    badges.badge_bring(account=account, space=Space.objects.get(slug=slug), document=document, now=clock.now())


def ask_elsewhere(slug: str, by: str, person: str, of: str) -> str:
    """What a program of a space does: ask, and ask again."""
    from io import StringIO

    from django.core.management import call_command

    said, wanted = StringIO(), {"of": of, "topic": "general", "purpose": "To let you lead a ride."}
    call_command("ask_elsewhere", slug, person, by=by, stdout=said, **wanted)
    return said.getvalue().strip()


def home_address(name: str) -> str:
    from apps.federation.addresses import uri

    return uri(f"p/{_persona(name).reference}")


def answer_elsewhere(name: str, consent: str) -> str:
    """The person reads the question, and says whether it is answered."""
    from apps.base import clock
    from apps.federation.asked import QuestionHeard
    from apps.federation.services.questions_heard import question_heard_consent

    row, account = QuestionHeard.objects.get(persona=_persona(name)), _persona(name).account
    question_heard_consent(account=account, reference=row.reference, consent=consent, now=clock.now())
    return row.purpose


def letter(name: str, slug: str, address: str) -> None:
    """Asked for, read and sent to a space elsewhere."""
    from apps.base import clock
    from apps.references.elsewhere import post_office
    from apps.references.selectors import letter_view
    from apps.references.services import letter_ask, letter_send
    from apps.spaces.models import Space

    me, here, now = _persona(name), Space.objects.get(slug=slug), clock.now()
    to = post_office().find(address, here, now)
    made = letter_ask(account=me.account, persona=me, space=here, to=to, parts=["time", "statuses"], add=False, now=now)
    read = letter_view(made, now=now).read
    letter_send(account=me.account, reference=made.reference, read=read, now=now)


def letter_back(name: str) -> None:
    from apps.base import clock
    from apps.references.models import Letter
    from apps.references.services import letter_stop

    sent = Letter.objects.get(persona=_persona(name), state="sent")
    letter_stop(account=sent.persona.account, reference=sent.reference, now=clock.now())


def letters_heard() -> list[list[str]]:
    """As the desk reads them."""
    from apps.base import clock
    from apps.federation.letter_pages import letter_page
    from apps.federation.letters_heard import LetterHeard
    from apps.federation.services.letters_heard import letter_confirmed

    rows = LetterHeard.objects.select_related("issuer__peer", "space")
    pages = [letter_page(row, confirmed=letter_confirmed(row, now=clock.now())) for row in rows]
    return [[page.line.about, page.here.pseudonym if page.here else "", str(page.confirmed)] for page in pages]


def demo_badge(step: str, given: list[str]) -> str:
    """What `make federate` does to carry one."""
    from io import StringIO

    from django.core.management import call_command

    said = StringIO()
    call_command("demo_badge", step, *given, stdout=said)
    return said.getvalue().strip()


def badges_look() -> int:
    from apps.base import clock
    from apps.federation.services import badges

    return badges.badges_look(now=clock.now())


def counted(name: str, slug: str) -> list[str]:
    """The levels that count here; when none does, what became of the last badge."""
    from apps.base import clock
    from apps.federation.brought import BroughtBadge
    from apps.spaces.models import Space
    from apps.trust.standings import standings_for

    persona = _persona(name)
    found = standings_for([persona], Space.objects.get(slug=slug), clock.now()).get(persona.pk, [])
    last = BroughtBadge.objects.filter(persona=persona).latest("pk")
    return [one.level for one in found] or [last.why or last.state]


def _persona(name: str) -> Any:
    from apps.people.models import Persona

    return Persona.objects.select_related("account").get(pseudonym=name)


ACTS = {
    act.__name__: act
    for act in (
        work,
        later,
        person,
        space,
        join,
        review,
        reviews,
        report,
        cases,
        decide,
        notices,
        rules,
        heard,
        label,
        label_change,
        labels_elsewhere,
        platform,
        labels_shown,
        operators,
        traffic,
        came_from,
        stands,
        space_with_topic,
        earn,
        home,
        badge,
        badge_take_back,
        recognise,
        badge_bring,
        badges_look,
        ask_elsewhere,
        home_address,
        answer_elsewhere,
        letter,
        letter_back,
        letters_heard,
        demo_badge,
        counted,
    )
}

if __name__ == "__main__":
    main()
