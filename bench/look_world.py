"""Builds the small world of tests/look in a scratch site, and prints its pages and who is signed in, as JSON."""

import json
import os

import django


def main() -> None:
    """Every page of tests/look/everywhere.py, with the cookie of the person who opens it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")
    django.setup()
    from django.test import Client

    from tests.look.everywhere import build_everywhere, ways

    world = build_everywhere()
    cookies = {}
    for name, account in world.accounts.items():
        client = Client()
        client.force_login(account)
        cookies[name] = client.cookies["session"].value
    pages = [
        {"name": way.name, "path": way.path, "cookie": cookies.get(way.person, ""), "status": way.status}
        for way in ways(world)
    ]
    print(json.dumps(pages))


if __name__ == "__main__":
    main()
