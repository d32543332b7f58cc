"""Whether a real name, a house and its site can be taken as they were typed: each answer is a sentence, or nothing."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from apps.people.reserved import is_reserved
from apps.people.skeletons import skeleton
from apps.posts.models import Subject
from apps.spaces.models import Operator

A_NAME = re.compile(r"^[^\W\d_][\w’'.\- ]{0,117}[\w.]\Z")
A_HOST = re.compile(r"^(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}\Z")
LEAST, MOST_HOUSE, MOST_CITY = 2, 120, 80


def wrong_with_name(name: str) -> str:
    """A person's, not an office."""
    if not A_NAME.match(name) or " " not in name:
        return _("Your name as it stands on your papers: first name and surname, letters and dashes.")
    if is_reserved(skeleton(name)):
        return _("This reads like an office. Give your own name.")
    return ""


def wrong_with_house(house: str, subjects: list[Subject]) -> str:
    """Nobody asks under the name of an operator who does not run what they speak for."""
    if not LEAST <= len(house) <= MOST_HOUSE:
        return _("The name of the house or firm, in 2 to 120 characters.")
    looks, runs = skeleton(house), {subject.operator_id for subject in subjects}
    for operator in Operator.objects.only("name", "legal_name"):
        if operator.pk not in runs and looks in {skeleton(operator.name), skeleton(operator.legal_name)} - {""}:
            return _("This looks like “%(name)s”, an operator. Its representatives speak for it.") % {
                "name": operator.name
            }
    return ""


def host_of(site: str) -> str:
    """The host of a site as people type it; empty when it is none."""
    typed = site.strip().lower()
    try:
        host = urlsplit(typed if "://" in typed else f"https://{typed}").hostname or ""
        host = host.encode("idna").decode("ascii")
    except ValueError:
        return ""
    host = host.removeprefix("www.")
    return host if A_HOST.match(host) else ""


def is_at(host: str, site: str) -> bool:
    """The site itself, or below it."""
    return bool(site) and (host == site or host.endswith(f".{site}"))


def known_site(subjects: list[Subject]) -> str:
    """The host that the operator of what one speaks for has published; empty when none is."""
    sites = (subject.operator.website for subject in subjects if subject.operator is not None)
    return next((host for site in sites if (host := host_of(site))), "")
