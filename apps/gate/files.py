"""A file that somebody sends: what it is by its own bytes, whether it is taken, and a name that is safe to save."""

from django.utils.translation import gettext as _

from apps.look.numbers import decimal

MAX_FILE = 5 * 1024 * 1024
_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"%PDF-": ("application/pdf", "pdf"),
}
FORMATS = {**dict(_BEGINNINGS.values()), "text/plain": "txt"}


def wrong_with(file: bytes, true_size: int = 0) -> str:
    """A sentence with what to do; empty when it can be taken. `true_size` where less is held."""
    size = true_size or len(file)
    if size > MAX_FILE:
        sizes = {"size": megabytes(size), "max": megabytes(MAX_FILE)}
        return _("This file has %(size)s MB; at most %(max)s. Choose a smaller one: nothing was sent.") % sizes
    if not file:
        return _("This file is empty. Choose another one: nothing was sent.")
    if not type_of(file):
        return _("An image (PNG, JPEG), a PDF or a plain text: this file is none of them. Nothing was sent.")
    return ""


def type_of(file: bytes) -> str:
    """What a file is, from its own bytes and not from its name; empty when it is nothing we take."""
    for beginning, (kind, _ending) in _BEGINNINGS.items():
        if file.startswith(beginning):
            return kind
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    return "" if "\0" in text else "text/plain"


def name_of(typed: str, kind: str) -> str:
    """A name that is safe to save under, with the ending of what it really is."""
    if not kind:
        return ""
    stem = "".join(c if c.isalnum() or c in "-_" else "-" for c in typed.rpartition(".")[0] or typed).strip("-")[:60]
    return f"{stem or 'proof'}.{FORMATS[kind]}"


def megabytes(size: int) -> str:
    """As a reader writes it."""
    return decimal(size / 1024 / 1024, 1)


def size_words(size: int) -> str:
    """With its unit."""
    if size < 1024 * 1024 // 10:
        return _("%(size)s KB") % {"size": decimal(size / 1024, 1)}
    return _("%(size)s MB") % {"size": megabytes(size)}
