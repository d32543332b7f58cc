"""A wrong value is refused at start, by the name of its variable."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from trustmgmt.environment import VARIABLES, documented, read_environment
from trustmgmt.launcher.places import Places

NOTICE = {
    "PUBLISHER": "The Trust Society, Paris",
    "PUBLICATION_DIRECTOR": "Ada Roy",
    "HOSTED_BY": "Example Hosting, Paris",
    "CONTACT": "contact@example.org",
}


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read an environment that holds nothing but what is given."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable.name, raising=False)

    def read_with(**given):
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return read_environment(tmp_path)

    return read_with


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("DATABASE_URL", "postgres://somebody@host:port/name"),
        ("DATABASE_URL", "nonsense"),
        ("REDIS_URL", "memcached://host"),
        ("SECRET_KEY", "short"),
        ("SITE_URL", "example.org"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "https://example.org/forum"),
        ("ALLOWED_HOSTS", "https://example.org"),
        ("ALLOWED_HOSTS", "example.org:8000"),
        ("DEBUG", "maybe"),
        ("DEMO", "perhaps"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("EMAIL_URL", "pigeon://roof"),
        ("PUBLISHER", "two\nlines"),
        ("HOSTED_BY", "x" * 301),
        ("CONTACT", "the doorbell"),
        ("LOG_ORIGIN", "https://trust.example/log"),
        ("LOG_ORIGIN", "two words"),
        ("WITNESSES", "https://witness.example"),
        ("WITNESSES", "http://witness.example w.example+00000000+AAAA"),
        ("WITNESS_QUORUM", "1"),
    ],
)
def test_a_wrong_value_is_refused_by_name(read, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        read(**{name: value})


def test_a_refused_address_does_not_show_its_password(read):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(DATABASE_URL="mysql://me:hunter2@host/name")

    assert "hunter2" not in str(refusal.value)


def test_https_needs_a_secret_of_its_own(read):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        read(SITE_URL="https://example.org")


def test_without_anything_the_embedded_servers_of_the_clone_are_meant(read, tmp_path):
    environment = read()

    assert environment.database["OPTIONS"] == {"host": str(Places.of_clone(tmp_path).run)}
    assert environment.broker_url == f"redis+socket://{Places.of_clone(tmp_path).valkey_socket}"
    assert environment.debug is False


def test_an_empty_variable_is_as_good_as_none(read):
    assert read(**{variable.name: "" for variable in VARIABLES}) == read()


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(read, tmp_path):
    assert read().secret_key == read().secret_key
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_the_mail_server_is_taken_over_whole(read):
    email = read(EMAIL_URL="smtp+tls://me:secret@mail.example:587").email

    assert (email["EMAIL_HOST"], email["EMAIL_PORT"], email["EMAIL_USE_TLS"]) == ("mail.example", 587, True)


def test_every_variable_is_documented(pytestconfig):
    page = (pytestconfig.rootpath / "docs" / "configuration.md").read_text(encoding="utf-8")

    assert documented() in page, f"Put this table into docs/configuration.md:\n{documented()}"


def test_a_public_site_does_not_get_the_demo_by_itself(read):
    assert read().demo is True
    assert read(SITE_URL="https://example.org", SECRET_KEY="x" * 60, **NOTICE).demo is False


@pytest.mark.parametrize("missing", NOTICE)
def test_a_public_site_says_who_publishes_and_hosts_it(read, missing):
    with pytest.raises(ImproperlyConfigured, match=missing):
        read(SITE_URL="https://example.org", SECRET_KEY="x" * 60, **{**NOTICE, missing: ""})
