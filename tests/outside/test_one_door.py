"""Nobody else opens a socket to the world, not even through the standard library."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOORS = {
    "socket", "socketserver", "ssl", "http.client", "urllib.request", "smtplib", "ftplib", "poplib", "imaplib",
    "telnetlib", "nntplib", "xmlrpc", "httpcore", "httpcore2", "httpx", "httpx2", "requests", "urllib3", "aiohttp",
}  # fmt: skip
# The launcher speaks to the site it has just started, on this machine.
ALLOWED = {("trustmgmt/launcher/ports.py", "socket"), ("trustmgmt/launcher/site.py", "http.client")}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def doors(file):
    for name in imported(ast.parse(file.read_text())):
        yield from (door for door in DOORS if name == door or name.startswith(f"{door}."))


@pytest.mark.parametrize("package", ["apps", "trustmgmt"])
def test_only_one_app_opens_a_socket_to_the_world(package):
    found = {
        (str(file.relative_to(ROOT)), door)
        for file in (ROOT / package).rglob("*.py")
        if not file.is_relative_to(ROOT / "apps" / "outside")
        for door in doors(file)
    }

    assert found <= ALLOWED
