"""Whether a real name, a house and its site can be taken as they were typed: each answer is a sentence, or nothing."""

import re
import unicodedata
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from apps.people.models import Account
from apps.people.reserved import is_reserved
from apps.people.skeletons import mixed_word, skeleton
from apps.posts.models import Subject
from apps.spaces.models import Operator, Professional

A_NAME = re.compile(r"^[^\W\d_][\w’'.\- ]{0,117}[\w.]\Z")
A_HOST = re.compile(r"^(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}\Z")
A_LINK = re.compile(r"://|www\.|@", re.IGNORECASE)
LEAST, MOST_HOUSE, MOST_CITY = 2, 120, 80


def wrong_with_name(name: str) -> str:
    """A person's, not an office."""
    if not A_NAME.match(name) or " " not in name:
        return _("Your name as it stands on your papers: first name and surname, letters and dashes.")
    if is_reserved(skeleton(name)):
        return _("This reads like an office. Give your own name.")
    return mixed(name)


def mixed(name: str) -> str:
    """A word of two alphabets is a disguise."""
    if word := mixed_word(name):
        return _("“%(word)s” mixes two alphabets. Type it in one.") % {"word": word}
    return ""


def wrong_with_namesake(name: str, house: str, city: str, account: Account) -> str:
    """Two honest people may bear one name: they write it alike, and the house or the city tells them apart."""
    looks = skeleton(name)
    others = Professional.objects.exclude(account=account).exclude(real_name="")
    for other in others.only("real_name", "house", "city"):
        if skeleton(other.real_name) != looks:
            continue
        if plain(other.real_name) != plain(name):
            return _("This name looks like one that is verified here, in other letters. Type yours as on your papers.")
        if other.house and (skeleton(other.house), skeleton(other.city)) == (skeleton(house), skeleton(city)):
            return _("Somebody of this name is verified for this house in this city already. Say in it what differs.")
    return ""


def plain(name: str) -> str:
    """Case, accents, dashes and spaces aside."""
    bare = unicodedata.normalize("NFD", name.casefold())
    return "".join(c for c in bare if c.isalnum())


def wrong_with_house(house: str, subjects: list[Subject]) -> str:
    """Nobody asks under the name of an operator who does not run what they speak for."""
    if not LEAST <= len(house) <= MOST_HOUSE:
        return _("The name of the house or firm, in 2 to 120 characters.")
    if A_LINK.search(house):
        return _("A name, without an address: it also stands in the e-mail that we send to the house.")
    if said := mixed(house):
        return said
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


def is_mailbox_at(mailbox: str, site: str) -> bool:
    """One plain address of that site: nothing that a mail server would read as a way to somewhere else."""
    name, _at, host = mailbox.rpartition("@")
    try:
        validate_email(mailbox)
    except ValidationError:
        return False
    return len(mailbox) <= 254 and is_at(host, site) and not set(name) & set(' <>,;:"@%!\\()[]')


def known_site(subjects: list[Subject]) -> str:
    """The host that the operator of what one speaks for has published; empty when none is."""
    sites = (subject.operator.website for subject in subjects if subject.operator is not None)
    return next((host for site in sites if (host := host_of(site))), "")
