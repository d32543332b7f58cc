"""Addresses for programs: no language, never changed (c2sp.org/tlog-tiles under the prefix /log)."""

from django.urls import path, re_path

from apps.ledger import machine

PART = r"(?P<number>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?"
LEVEL = "(?P<level>[0-9]|[1-5][0-9]|6[0-3])"

app_name = "tlog"
urlpatterns = [
    path("log/checkpoint", machine.checkpoint, name="checkpoint"),
    re_path(rf"^log/tile/{LEVEL}/{PART}\Z", machine.tile, name="tile"),
    re_path(rf"^log/tile/entries/{PART}\Z", machine.entries, name="entries"),
    path(".well-known/site-key.pem", machine.site_key_pem, name="site_key"),
    path("log/keys", machine.keys, name="keys"),
    path("log/proof/<int:position>.tlog-proof", machine.proof, name="proof"),
    path("log/body/<int:position>", machine.body, name="body"),
    re_path(r"^log/text/(?P<sha256>[0-9a-f]{64})\.json\Z", machine.text, name="text"),
    path("log/erasure/<int:index>.json", machine.tombstone, name="tombstone"),
]
