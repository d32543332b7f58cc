"""Configuration by environment: every variable once, with its default; a wrong value is refused by name."""

import ipaddress
import re
import secrets
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from apps.signatures.errors import BadKey
from apps.signatures.notes import read_vkey
from trustmgmt.launcher.places import Places

HOST_AND_PORT = re.compile(r"([a-z0-9-]+(\.[a-z0-9-]+)*|[0-9a-f:]+):[1-9][0-9]{0,4}")
HOST_NAME = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*|\[[0-9a-fA-F:.]+\]")
ORIGIN = re.compile(r"(?!.*://)[^\s+]{1,190}")
WITNESS_AT = re.compile(r"https://[^\s@]+|http://(127(\.[0-9]{1,3}){3}|\[::1\]):[1-9][0-9]{0,4}[^\s@]*")
REACHABLE = re.compile(r"https://\S+|[^@\s]+@[^@\s]+\.[^@\s]+")
LEGAL_NOTICE = {
    "publisher": "PUBLISHER",
    "director": "PUBLICATION_DIRECTOR",
    "host": "HOSTED_BY",
    "contact": "CONTACT",
}
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Variable:
    """One line of the table in docs/configuration.md."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("DATABASE_URL", "(embedded PostgreSQL under var/)", "postgres://user:password@host:port/name"),
    Variable("REDIS_URL", "(embedded Valkey under var/)", "redis://host:port/0 or unix:///path/to/socket"),
    Variable("SECRET_KEY", "(kept in var/secret-key)", "at least 50 characters; required when SITE_URL is https"),
    Variable("SITE_URL", "http://localhost:8000", "the one public address; https switches on every secure setting"),
    Variable("ALLOWED_HOSTS", "the host of SITE_URL, localhost, 127.0.0.1", "comma-separated host names"),
    Variable("DEBUG", "no", "yes only on your own machine"),
    Variable("TRUSTED_PROXIES", "(none)", "comma-separated networks whose X-Forwarded-For is believed"),
    Variable(
        "REACH_ALSO",
        "(none)",
        "development and tests only: host:port pairs that federation reaches too, by plain http",
    ),
    Variable("DATA_DIR", "var/data", "exports, keys and reports of imports"),
    Variable("SIGNING_KEY_FILE", "DATA_DIR/signing-key.pem", "Ed25519 key that signs versions and answers"),
    Variable("LOG_KEY_FILES", "DATA_DIR/log-key.pem", "Ed25519 keys that sign the public log, the newest first"),
    Variable("LOG_ORIGIN", "the host of SITE_URL, and /log", "the name of the public log; another name is another log"),
    Variable("WITNESSES", "(none)", "comma-separated witnesses of the public log: address, a space, their key"),
    Variable("WITNESS_QUORUM", "more than half of WITNESSES", "how many witnesses must have seen a checkpoint"),
    Variable(
        "REQUIRE_SECOND_FACTOR", "yes when SITE_URL is https", "whether a mandate opens only with a second factor"
    ),
    Variable("DESK_BLIND_ONE_IN", "5", "on one case in so many, the score opens only after a first opinion; 0: none"),
    Variable("EMAIL_URL", "(printed to the console)", "such as smtp+tls://user:password@host:587"),
    Variable("EMAIL_FROM", "trustmgmt@ the host of SITE_URL", "who our e-mails come from"),
    Variable(
        "PUBLISHER", "(none)", "legal notice: name and seat of who runs the site; required when SITE_URL is https"
    ),
    Variable("PUBLICATION_DIRECTOR", "(none)", "legal notice: the director of publication; required likewise"),
    Variable("HOSTED_BY", "(none)", "legal notice: name, address, telephone of the host; required likewise"),
    Variable("CONTACT", "(none)", "legal notice: an e-mail or https address for everybody; required likewise"),
    Variable("PORT", "8000, or the next free one", "for make run and make dev; a named port that is busy is refused"),
    Variable("HOST", "127.0.0.1", "for make run and make dev; 0.0.0.0 lets other machines in"),
    Variable("DEMO", "yes, unless SITE_URL is https", "for make run and make dev; its passphrase is public"),
)


def documented() -> str:
    """The table of docs/configuration.md; a test compares."""
    lines = ["| variable | when not given | meaning |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| `{v.name}` | {v.default} | {v.meaning} |" for v in VARIABLES)])


@dataclass(frozen=True, slots=True)
class Environment:
    """What the settings need, read and checked once."""

    secret_key: str
    debug: bool
    demo: bool
    site_url: str
    allowed_hosts: list[str]
    database: dict[str, Any]
    redis_url: str
    broker_url: str
    data_dir: Path
    signing_key_file: Path
    log_key_files: list[Path]
    log_origin: str
    witnesses: list[tuple[str, str]]  # address and key
    witness_quorum: int
    email: dict[str, Any]
    email_from: str
    require_second_factor: bool
    desk_blind_one_in: int
    legal_notice: dict[str, str]  # publisher, director, host, contact
    trusted_proxies: list[Network] = field(default_factory=list)
    reach_also: frozenset[str] = frozenset()  # host:port


def read_environment(base_dir: Path) -> Environment:
    """Read every variable; raise ImproperlyConfigured naming the first that is wrong."""
    env = environ.Env()
    site_url = _site_url(env)
    data_dir = Path(env.str("DATA_DIR", "") or base_dir / "var" / "data")
    redis_url = _redis_url(env, base_dir)
    return Environment(
        secret_key=_secret_key(env, base_dir, required=site_url.startswith("https://")),
        debug=_boolean(env, "DEBUG"),
        demo=_boolean(env, "DEMO", "no" if site_url.startswith("https://") else "yes"),
        site_url=site_url,
        allowed_hosts=_allowed_hosts(env, site_url),
        database=_database(env, base_dir),
        redis_url=redis_url,
        broker_url=_broker_url(redis_url),
        data_dir=data_dir,
        signing_key_file=Path(env.str("SIGNING_KEY_FILE", "") or data_dir / "signing-key.pem"),
        log_key_files=_paths(env, "LOG_KEY_FILES") or [data_dir / "log-key.pem"],
        log_origin=_log_origin(env, site_url),
        witnesses=(witnesses := _witnesses(env)),
        witness_quorum=_quorum(env, len(witnesses)),
        email=_email(env),
        email_from=env.str("EMAIL_FROM", "") or f"trustmgmt@{urlsplit(site_url).hostname}",
        require_second_factor=_boolean(
            env, "REQUIRE_SECOND_FACTOR", "yes" if site_url.startswith("https://") else "no"
        ),
        desk_blind_one_in=_whole(env, "DESK_BLIND_ONE_IN", 5),
        legal_notice=_legal_notice(env, required=site_url.startswith("https://")),
        trusted_proxies=_networks(env, "TRUSTED_PROXIES"),
        reach_also=_pairs(env, "REACH_ALSO"),
    )


def _site_url(env: environ.Env) -> str:
    given: str = (env.str("SITE_URL", "") or "http://localhost:8000").rstrip("/")
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"SITE_URL must be http(s)://host or http(s)://host:port, not {given!r}.")
    return given


def _boolean(env: environ.Env, name: str, default: str = "no") -> bool:
    raw = (env.str(name, "") or default).strip().lower()
    if raw not in {"yes", "true", "1", "no", "false", "0"}:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {raw!r}.")
    return raw in {"yes", "true", "1"}


def _whole(env: environ.Env, name: str, default: int) -> int:
    raw = env.str(name, "") or str(default)
    if not raw.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.")
    return int(raw)


def _secret_key(env: environ.Env, base_dir: Path, *, required: bool) -> str:
    given: str = env.str("SECRET_KEY", "")
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured(f"SECRET_KEY has {len(given)} characters; it needs at least 50.")
        return given
    if required:
        raise ImproperlyConfigured("SECRET_KEY is required when SITE_URL is https.")
    return _kept_secret(base_dir / "var" / "secret-key")


def _legal_notice(env: environ.Env, *, required: bool) -> dict[str, str]:
    """What the law wants to read on a site that is open to the public (LCEN 1-1, DSA 11 and 12)."""
    given = {part: env.str(name, "").strip() for part, name in LEGAL_NOTICE.items()}
    for part, said in given.items():
        if required and not said:
            raise ImproperlyConfigured(
                f"{LEGAL_NOTICE[part]} is required when SITE_URL is https: the legal notice says it."
            )
        if len(said) > 300 or not said.isprintable():
            raise ImproperlyConfigured(f"{LEGAL_NOTICE[part]} is one line of at most 300 characters.")
    if given["contact"] and not REACHABLE.fullmatch(given["contact"]):
        raise ImproperlyConfigured("CONTACT is an e-mail address or an https:// address.")
    return given


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


def _allowed_hosts(env: environ.Env, site_url: str) -> list[str]:
    host = urlsplit(site_url).hostname
    given = [name.strip() for name in env.list("ALLOWED_HOSTS", default=[]) if name.strip()]
    if bad := next((name for name in given if not HOST_NAME.fullmatch(name)), None):
        raise ImproperlyConfigured(f"ALLOWED_HOSTS takes host names without scheme or port, not {bad!r}.")
    return given or [host, "localhost", "127.0.0.1", "[::1]"]


def _database(env: environ.Env, base_dir: Path) -> dict[str, Any]:
    parsed = _parsed(env.str("DATABASE_URL", "") or Places.of_clone(base_dir).database_url)
    if parsed.get("ENGINE") != "django.db.backends.postgresql" or not parsed.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL must be a postgres://…/name address: there is no other database.")
    return {**parsed, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def _parsed(url: str) -> dict[str, Any]:
    """Never put the address into the message: it may hold a password."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return dict(environ.Env.db_url_config(url))
    except ValueError as error:
        raise ImproperlyConfigured("DATABASE_URL is not an address that can be read.") from error


def _redis_url(env: environ.Env, base_dir: Path) -> str:
    url: str = env.str("REDIS_URL", "") or Places.of_clone(base_dir).redis_url
    if not url.startswith(("redis://", "rediss://", "unix:///")):
        raise ImproperlyConfigured("REDIS_URL must start with redis://, rediss:// or unix:///.")
    return url


def _broker_url(redis_url: str) -> str:
    """Celery has its own words for a unix socket."""
    if not redis_url.startswith("unix://"):
        return redis_url
    return redis_url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")


def _email(env: environ.Env) -> dict[str, Any]:
    """Django's EMAIL_… settings, by name."""
    given: str = env.str("EMAIL_URL", "") or "consolemail://"
    try:
        parsed = env.email_url_config(given)
    except (ImproperlyConfigured, ValueError) as error:
        raise ImproperlyConfigured("EMAIL_URL must be such as smtp+tls://user:password@host:587.") from error
    return {name: value for name, value in parsed.items() if name.startswith("EMAIL_") and value is not None}


def _networks(env: environ.Env, name: str) -> list[Network]:
    try:
        return [ipaddress.ip_network(value.strip()) for value in env.list(name, default=[]) if value.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from error


def _paths(env: environ.Env, name: str) -> list[Path]:
    return [Path(value.strip()) for value in env.list(name, default=[]) if value.strip()]


def _log_origin(env: environ.Env, site_url: str) -> str:
    given: str = env.str("LOG_ORIGIN", "") or f"{urlsplit(site_url).hostname}/log"
    if not ORIGIN.fullmatch(given):
        raise ImproperlyConfigured(f"LOG_ORIGIN is a name without scheme, spaces or plus, not {given!r}.")
    return given


def _witnesses(env: environ.Env) -> list[tuple[str, str]]:
    """Another machine is reached by https; plain http is for a witness that runs on this one."""
    found = []
    for said in filter(None, (value.strip() for value in env.list("WITNESSES", default=[]))):
        address, _, key = said.partition(" ")
        if not WITNESS_AT.fullmatch(address):
            raise ImproperlyConfigured(f"WITNESSES: {address!r} is neither https:// nor http:// on this machine.")
        try:
            read_vkey(key)
        except BadKey as error:
            raise ImproperlyConfigured(f"WITNESSES: {address}: {error}") from error
        found.append((address.rstrip("/"), key.strip()))
    return found


def _quorum(env: environ.Env, witnesses: int) -> int:
    quorum = _whole(env, "WITNESS_QUORUM", witnesses // 2 + 1 if witnesses else 0)
    if quorum > witnesses:
        raise ImproperlyConfigured(f"WITNESS_QUORUM asks for {quorum} witnesses; WITNESSES names {witnesses}.")
    return quorum


def _pairs(env: environ.Env, name: str) -> frozenset[str]:
    """Exact pairs: no pattern, no port left open."""
    given = frozenset(value.strip() for value in env.list(name, default=[]) if value.strip())
    if bad := next((value for value in given if not HOST_AND_PORT.fullmatch(value)), None):
        raise ImproperlyConfigured(f"{name} takes host:port pairs, not {bad!r}.")
    return given
