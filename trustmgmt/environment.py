"""Configuration by environment: every variable once, with its default; a wrong value is refused by name."""

import ipaddress
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from trustmgmt.launcher.places import Places

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
    Variable("DATA_DIR", "var/data", "exports, keys and reports of imports"),
    Variable("SIGNING_KEY_FILE", "DATA_DIR/signing-key.pem", "Ed25519 key that signs versions and answers"),
    Variable("EMAIL_URL", "(printed to the console)", "smtp://user:password@host:port"),
)


@dataclass(frozen=True, slots=True)
class Environment:
    """What the settings need, read and checked once."""

    secret_key: str
    debug: bool
    site_url: str
    allowed_hosts: list[str]
    database: dict[str, Any]
    redis_url: str
    broker_url: str
    data_dir: Path
    signing_key_file: Path
    email_backend: str
    trusted_proxies: list[Network] = field(default_factory=list)


def read_environment(base_dir: Path) -> Environment:
    """Read every variable; raise ImproperlyConfigured naming the first that is wrong."""
    env = environ.Env()
    site_url = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
    if not site_url.startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"SITE_URL must start with http:// or https://, not {site_url!r}.")
    data_dir = Path(env.str("DATA_DIR", str(base_dir / "var" / "data")))
    redis_url = _redis_url(env, base_dir)
    return Environment(
        secret_key=_secret_key(env, base_dir, required=site_url.startswith("https://")),
        debug=_boolean(env, "DEBUG"),
        site_url=site_url,
        allowed_hosts=_allowed_hosts(env, site_url),
        database=_database(env, base_dir),
        redis_url=redis_url,
        broker_url=_broker_url(redis_url),
        data_dir=data_dir,
        signing_key_file=Path(env.str("SIGNING_KEY_FILE", str(data_dir / "signing-key.pem"))),
        email_backend=_email_backend(env),
        trusted_proxies=_networks(env, "TRUSTED_PROXIES"),
    )


def _boolean(env: environ.Env, name: str) -> bool:
    raw = env.str(name, "no").strip().lower()
    if raw not in {"yes", "true", "1", "no", "false", "0", ""}:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {raw!r}.")
    return raw in {"yes", "true", "1"}


def _secret_key(env: environ.Env, base_dir: Path, *, required: bool) -> str:
    given: str = env.str("SECRET_KEY", "")
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured(f"SECRET_KEY has {len(given)} characters; it needs at least 50.")
        return given
    if required:
        raise ImproperlyConfigured("SECRET_KEY is required when SITE_URL is https.")
    return _kept_secret(base_dir / "var" / "secret-key")


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()


def _allowed_hosts(env: environ.Env, site_url: str) -> list[str]:
    host = site_url.split("://", 1)[1].split("/", 1)[0].rsplit(":", 1)[0]
    return [h for h in env.list("ALLOWED_HOSTS", default=[host, "localhost", "127.0.0.1", "[::1]"]) if h]


def _database(env: environ.Env, base_dir: Path) -> dict[str, Any]:
    parsed = env.db_url_config(env.str("DATABASE_URL", "") or Places.of_clone(base_dir).database_url)
    if parsed.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must be a postgres:// address: this project runs on PostgreSQL only.")
    return {**parsed, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def _redis_url(env: environ.Env, base_dir: Path) -> str:
    url: str = env.str("REDIS_URL", "") or Places.of_clone(base_dir).redis_url
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(f"REDIS_URL must start with redis://, rediss:// or unix://, not {url!r}.")
    return url


def _broker_url(redis_url: str) -> str:
    """Celery has its own words for a unix socket."""
    if not redis_url.startswith("unix://"):
        return redis_url
    return redis_url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")


def _email_backend(env: environ.Env) -> str:
    return str(env.email_url("EMAIL_URL", default="consolemail://")["EMAIL_BACKEND"])


def _networks(env: environ.Env, name: str) -> list[Network]:
    try:
        return [ipaddress.ip_network(value.strip()) for value in env.list(name, default=[]) if value.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from error
