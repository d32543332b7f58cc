"""Run as a module inside the site under test: makes people who can post, and prints their session keys."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")


def main(name: str, accounts: int) -> None:
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from apps.base import clock
    from apps.people.services import account_create, main_persona
    from apps.people.sessions import SessionStore
    from apps.posts.models import Subject
    from apps.spaces.models import Operator, Space
    from apps.spaces.services import space_join

    now = clock.now()
    operator = Operator.objects.create(slug=name, name="Crash", created_at=now)
    space = Space.objects.create(slug=name, name_fr="Chocs", name_en="Crash", operator=operator, created_at=now)
    subject = Subject.objects.create(slug=f"the-anvil-of-{name}", name=f"The Anvil of {name}", kind="product")
    sessions = []
    for number in range(accounts):
        account = account_create(pseudonym=f"{name}_member{number:02}", passphrase=None, language="en", now=now)
        space_join(persona=main_persona(account), space=space, now=now)
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.create()
        sessions.append(session.session_key)
    made = {"sessions": sessions, "space": space.slug, "space_id": space.pk, "subject": subject.name}
    sys.stdout.write(json.dumps(made) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
