"""Requests of other sites: what holds, and what no longer does after any change."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st

from apps.signatures import cavage, digests, request_keys, requests, rfc9421
from apps.signatures.errors import BadKey, BadRequestSignature, Flaw, SignatureRefused
from apps.signatures.requests import Message

NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
KEYS = {
    "rsa": RSA_KEY,
    "ed25519": Ed25519PrivateKey.from_private_bytes(bytes(range(32))),
    "p256": ec.derive_private_key(7, ec.SECP256R1()),
}
KEY_ID = "https://peer.example/u/a#main-key"
PLAIN = Message(
    "POST",
    "https://ours.example/s/garden/inbox?x=1",
    {"host": "ours.example", "content-type": "application/activity+json"},
    b'{"type":"Like"}',
)
FORMS = [(form, kind) for form in (cavage, rfc9421) for kind in KEYS]


def signed(form, kind="rsa", message=PLAIN, at=NOW):
    lines = form.sign(message, KEYS[kind], key_id=KEY_ID, at=at)
    return replace(message, headers={**message.headers, **lines})


def changed(message, **lines):
    headers = {name: value for name, value in {**message.headers, **lines}.items() if value is not None}
    return replace(message, headers=headers)


def verify(message, kind="rsa", now=NOW, memory=None):
    return requests.verify(message, lambda key_id: KEYS[kind].public_key(), now=now, memory=memory)


def flaw(message, kind="rsa", now=NOW):
    with pytest.raises(BadRequestSignature) as refused:
        verify(message, kind, now)
    return refused.value.flaw


@pytest.mark.parametrize(("form", "kind"), FORMS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_one_signs_the_other_checks(form, kind, method):
    message = replace(PLAIN, method=method, body=PLAIN.body if method == "POST" else b"")
    claim = verify(signed(form, kind, message), kind)

    assert (claim.form, claim.key_id) == (form.__name__.rsplit(".", 1)[-1], KEY_ID)
    assert claim.until <= NOW + requests.WINDOW


@pytest.mark.parametrize(("form", "kind"), FORMS)
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"body": b'{"type":"Dislike"}'}, {Flaw.DIGEST}),
        ({"body": b""}, {Flaw.DIGEST}),
        ({"method": "PUT"}, {Flaw.WRONG}),
        ({"url": "https://ours.example/s/other/inbox?x=1"}, {Flaw.WRONG}),
        ({"url": "https://ours.example/s/garden/inbox?x=2"}, {Flaw.WRONG}),
        ({"url": "https://ours.example/s/garden/inbox"}, {Flaw.WRONG}),
        ({"url": "https://theirs.example/s/garden/inbox?x=1"}, {Flaw.HOST}),
    ],
)
def test_another_body_path_method_or_host_is_refused(form, kind, change, expected):
    assert flaw(replace(signed(form, kind), **change), kind) in expected


@pytest.mark.parametrize(("form", "kind"), FORMS)
def test_another_key_of_the_same_or_another_kind_is_refused(form, kind):
    others = [*KEYS.values(), Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())]
    claim = requests.read(signed(form, kind), now=NOW)
    for other in others:
        if other is not KEYS[kind]:
            with pytest.raises(BadRequestSignature) as refused:
                requests.check(claim, other.public_key())
            assert refused.value.flaw in {Flaw.ALGORITHM, Flaw.WRONG}


@pytest.mark.parametrize("form", [cavage, rfc9421])
@pytest.mark.parametrize("minutes", [-6, 6, -60, 60])
def test_five_minutes_either_way_and_no_more(form, minutes):
    expected = Flaw.STALE if minutes < 0 else Flaw.FUTURE
    assert flaw(signed(form, at=NOW + timedelta(minutes=minutes))) == expected
    assert verify(signed(form, at=NOW + timedelta(minutes=minutes / abs(minutes) * 4)))


@pytest.mark.parametrize("form", [cavage, rfc9421])
def test_the_same_request_is_taken_once(form):
    class Remembered(dict):
        def is_new(self, mark, until):
            return self.setdefault(mark, until) is until

    memory = Remembered()
    assert verify(signed(form), memory=memory)
    with pytest.raises(BadRequestSignature) as refused:
        verify(signed(form), memory=memory)
    assert refused.value.flaw == Flaw.REPLAYED
    assert verify(signed(form, at=NOW + timedelta(seconds=1)), memory=memory)


def test_a_signature_written_another_way_is_the_same_request():
    one = requests.read(signed(rfc9421, "p256"), now=NOW)
    other = requests.read(signed(rfc9421, "p256"), now=NOW)

    assert one.signature != other.signature  # ECDSA draws a number
    assert one.mark == other.mark


# --- draft-cavage ------------------------------------------------------------------------------------------


def cavage_with(covered, *, label="rsa-sha256", more="", message=PLAIN, key="rsa", **lines):
    """Signed well over just these parts: what a careless or hostile peer sends."""
    lines = {"date": requests.write_date(NOW), "digest": digests.digest(message.body), **lines}
    whole = changed(message, **lines)
    said = dict(part.split("=") for part in more.split(",") if part)
    base = cavage._base(whole, covered, said)
    made = base64.b64encode(request_keys.make(KEYS[key], base)).decode()
    line = f'keyId="{KEY_ID}",algorithm="{label}",headers="{" ".join(covered)}",signature="{made}"'
    return changed(whole, signature=f"{line},{more}" if more else line)


ALL = ["(request-target)", "host", "date", "digest"]
SECONDS = int(NOW.timestamp())


@pytest.mark.parametrize("left_out", ALL)
def test_nothing_that_matters_may_be_left_uncovered(left_out):
    assert verify(cavage_with(ALL))
    assert flaw(cavage_with([name for name in ALL if name != left_out])) == Flaw.COVERAGE


def test_a_query_that_is_not_signed_is_read_only_where_it_means_nothing():
    """Fedify signs the path alone; our inboxes have no query."""
    arrived = replace(cavage_with(ALL, message=replace(PLAIN, url=PLAIN.url.partition("?")[0])), url=PLAIN.url)
    of_rsa = {"key_of": lambda key_id: RSA_KEY.public_key(), "now": NOW}

    assert flaw(arrived) == Flaw.WRONG
    one, other = (requests.verify(it, **of_rsa, query_matters=False) for it in (arrived, cavage_with(ALL)))
    assert one.mark == other.mark


def test_more_may_be_covered_and_the_newer_digest_serves_too():
    assert verify(cavage_with([*ALL, "content-type"]))
    newer = {"content-digest": digests.content_digest(PLAIN.body)}
    assert verify(cavage_with([*ALL[:3], "content-digest"], **newer))
    assert flaw(cavage_with([*ALL, "x-absent"][:4], digest=digests.digest(b"other"))) == Flaw.DIGEST


@pytest.mark.parametrize("label", ["hs2019", "rsa-sha256", "RSA-SHA256", ""])
def test_the_label_of_the_algorithm_is_only_a_label(label):
    assert verify(cavage_with(ALL, label=label))


@pytest.mark.parametrize("label", ["hmac-sha256", "rsa-sha1", "rsa-sha512", "none", "ed25519", "ecdsa-sha256"])
def test_a_label_of_another_kind_than_the_key_is_refused(label):
    assert flaw(cavage_with(ALL, label=label)) == Flaw.ALGORITHM


def test_created_may_stand_for_the_date_where_the_draft_allows_it():
    created = ["(request-target)", "host", "(created)", "digest"]
    assert verify(cavage_with(created, label="hs2019", more=f"created={SECONDS}"))
    assert flaw(cavage_with(created, label="rsa-sha256", more=f"created={SECONDS}")) == Flaw.MALFORMED
    assert flaw(cavage_with(created, label="hs2019", more=f"created={SECONDS - 301}")) == Flaw.STALE
    assert flaw(cavage_with(created, label="hs2019", more=f"created={SECONDS + 301}")) == Flaw.FUTURE
    assert flaw(cavage_with(ALL, more=f"expires={SECONDS}")) == Flaw.EXPIRED
    assert verify(cavage_with(ALL, more=f"expires={SECONDS + 9}"))


def test_a_parameter_that_stands_twice_is_refused_also_in_a_second_line():
    good = cavage_with(ALL).headers["signature"]
    for twice in (f'{good},keyId="https://evil.example/k"', f"{good}, {good}", f'{good},HEADERS="date"'):
        assert flaw(changed(cavage_with(ALL), signature=twice)) == Flaw.MALFORMED


@pytest.mark.parametrize(
    "line",
    [
        "", " ", "Basic abc", 'keyId="a"', 'signature="a"', "keyId=a,signature=b",
        'keyId="a",signature="!!",headers="x"',
        'keyId="a" signature="b"', 'keyId="a",signature="b",headers="date date"', 'keyId="a\\"",signature="b"',
        '"' * 3000, "," * 8000, "a=" * 4000, 'keyId="' + "k" * 9000,
    ],
)  # fmt: skip
def test_nonsense_is_refused_quickly(line):
    assert flaw(changed(cavage_with(ALL), signature=line)) in {Flaw.MALFORMED, Flaw.COVERAGE}


def test_a_request_without_signature_or_date_is_refused():
    assert flaw(changed(cavage_with(ALL), signature=None)) == Flaw.MISSING
    assert flaw(changed(cavage_with(ALL), date=None)) == Flaw.MALFORMED
    for date in (
        "2026-11-22T03:04:05Z",
        "Sun, 31 Feb 2026 03:04:05 GMT",
        "22 Nov 2026",
        "Sun, 22 Nov 2026 03:04:05 +0100",
    ):
        assert flaw(changed(cavage_with(ALL), date=date)) == Flaw.MALFORMED


C3 = Message(
    "POST",
    "https://example.com/foo?param=value&pet=dog",
    {
        "host": "example.com",
        "date": "Sun, 05 Jan 2014 21:31:40 GMT",
        "content-type": "application/json",
        "digest": "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=",
        "content-length": "18",
        "signature": 'keyId="Test",algorithm="rsa-sha256",headers="(request-target) host date content-type digest '
        'content-length",signature="vSdrb+dS3EceC9bcwHSo4MlyKS59iFIrhgYkz8+oVLEEzmYZZvRs8rgOp+63LEM3v+MFHB32NfpB2bEKBIv'
        "B1q52LaEUHFv120V01IL+TAD48XaERZFukWgHoBTLMhYS2Gb51gWxpeIq8knRmPnYePbF5MOkR0Zkly4zKH7s1dE="
        '"',
    },
    b'{"hello": "world"}',
)
C_KEY = load_pem_public_key(
    b"""-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3
6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6
Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw
oYi+1hqp1fIekaxsyQIDAQAB
-----END PUBLIC KEY-----"""
)
C_AT = datetime(2014, 1, 5, 21, 31, 40, tzinfo=UTC)


def test_the_vector_of_the_draft_holds():
    """Appendix C.3; its key of 1,024 bits is read for this test only."""
    assert requests.verify(C3, lambda key_id: C_KEY, now=C_AT).key_id == "Test"


def test_the_vectors_of_the_draft_that_cover_too_little_are_refused():
    """Appendix C.1 (date alone) and C.2 (no digest): well signed, and not enough."""
    for headers in ("date", "(request-target) host date"):
        line = f'keyId="Test",algorithm="rsa-sha256",headers="{headers}",signature="qdx="'
        with pytest.raises(BadRequestSignature) as refused:
            requests.read(changed(C3, signature=line), now=C_AT)
        assert refused.value.flaw == Flaw.COVERAGE


# --- RFC 9421 ----------------------------------------------------------------------------------------------

SHA512 = "WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew=="
RFC_HEADERS = {
    "host": "example.com",
    "date": "Tue, 20 Apr 2021 02:07:55 GMT",
    "content-type": "application/json",
    "content-length": "18",
    "content-digest": f"sha-512=:{SHA512}:",
}
RFC_MESSAGE = Message("POST", "https://example.com/foo?param=Value&Pet=dog", RFC_HEADERS, b'{"hello": "world"}')
RFC_ED25519 = load_pem_public_key(
    b"""-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
-----END PUBLIC KEY-----"""
)
RFC_P256 = load_pem_public_key(
    b"""-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf
w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==
-----END PUBLIC KEY-----"""
)
RFC_RSA = load_pem_public_key(
    b"""-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEAhAKYdtoeoy8zcAcR874L8cnZxKzAGwd7v36APp7Pv6Q2jdsPBRrw
WEBnez6d0UDKDwGbc6nxfEXAy5mbhgajzrw3MOEt8uA5txSKobBpKDeBLOsdJKFq
MGmXCQvEG7YemcxDTRPxAleIAgYYRjTSd/QBwVW9OwNFhekro3RtlinV0a75jfZg
kne/YiktSvLG34lw2zqXBDTC5NHROUqGTlML4PlNZS5Ri2U4aCNx2rUPRcKIlE0P
uKxI4T+HIaFpv8+rdV6eUgOrB2xeI1dSFFn/nnv5OoZJEIB+VmuKn3DCUcCZSFlQ
PSXSfBDiUGhwOw76WuSSsf1D4b/vLoJ10wIDAQAB
-----END RSA PUBLIC KEY-----"""
)
RFC_AT = datetime.fromtimestamp(1618884475, UTC)


def rfc_base(message, parameters):
    """The bytes our reader would check for these parameters."""
    (signed_part,) = rfc9421._signatures(
        changed(message, **{"signature-input": f"sig={parameters}", "signature": "sig=:AA==:"})
    )
    assert signed_part.line == parameters
    return rfc9421._base(message, signed_part.covered, signed_part.line)


def test_the_vector_of_the_rfc_for_ed25519_holds_and_covers_too_little_for_us():
    """RFC 9421, B.2.6: no digest and no query."""
    parameters = (
        '("date" "@method" "@path" "@authority" "content-type" "content-length");'
        'created=1618884473;keyid="test-key-ed25519"'
    )
    made = base64.b64decode("wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==")

    assert request_keys.holds(RFC_ED25519, made, rfc_base(RFC_MESSAGE, parameters))
    refused = changed(RFC_MESSAGE, **{"signature-input": f"s={parameters}", "signature": "s=:AA==:"})
    with pytest.raises(BadRequestSignature) as caught:
        requests.read(refused, now=RFC_AT)
    assert caught.value.flaw == Flaw.COVERAGE


def test_the_vectors_of_the_rfc_for_p256_and_rsa_hold():
    """RFC 9421, 4.3: a request signed by its sender, then by a proxy."""
    sender = (
        '("@method" "@authority" "@path" "content-digest" "content-type" "content-length");'
        'created=1618884475;keyid="test-key-ecc-p256"'
    )
    made = base64.b64decode("X5spyd6CFnAG5QnDyHfqoSNICd+BUP4LYMz2Q0JXlb//4Ijpzp+kve2w4NIyqeAuM7jTDX+sNalzA8ESSaHD3A==")
    assert request_keys.holds(RFC_P256, made, rfc_base(RFC_MESSAGE, sender))

    forwarded = changed(
        replace(RFC_MESSAGE, url="https://origin.host.internal.example/foo?param=Value&Pet=dog"),
        forwarded="for=192.0.2.123;host=example.com;proto=https",
    )
    proxy = (
        '("@method" "@authority" "@path" "content-digest" "content-type" "content-length" "forwarded");'
        'created=1618884480;keyid="test-key-rsa";alg="rsa-v1_5-sha256";expires=1618884540'
    )
    made = base64.b64decode(
        "S6ZzPXSdAMOPjN/6KXfXWNO/f7V6cHm7BXYUh3YD/fRad4BCaRZxP+JH+8XY1I6+8Cy+CM5g92iHgxtRPz+MjniOaYmdkDcnL9cCpXJleXsOckpURl49"
        "GwiyUpZ10KHgOEe11sx3G2gxI8S0jnxQB+Pu68U9vVcasqOWAEObtNKKZd8tSFu7LB5YAv0RAGhB8tmpv7sFnIm9y+7X5kXQfi8NMaZaA8i2ZHwpBdg7"
        "a6CMfwnnrtflzvZdXAsD3LH2TwevU+/PBPv0B6NMNk93wUs/vfJvye+YuI87HU38lZHowtznbLVdp770I6VHR6WfgS9ddzirrswsE1w5o0LV/g=="
    )
    assert request_keys.holds(RFC_RSA, made, rfc_base(forwarded, proxy))


def test_the_digests_of_the_rfc_hold():
    """RFC 9530, section 2 and appendix B; RFC 9421, B.2."""
    digests.check_content_digest(RFC_HEADERS["content-digest"], b'{"hello": "world"}')
    both = f"sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:,sha-512=:{SHA512}:"
    digests.check_content_digest(both, b'{"hello": "world"}')
    digests.check_content_digest("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:", b'{"hello": "world"}\n')
    digests.check_digest("SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=,unixsum=30637", b'{"hello": "world"}')


@pytest.mark.parametrize(
    "line",
    ["", "md5=:XrY7u+Ae7tCTyyK7j1rNww==:", "sha-256=x", "sha-256=:!!:",
     "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=",
     "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:,sha-512=:AA==:", "a" * 2000],
)  # fmt: skip
def test_a_digest_that_proves_nothing_is_refused(line):
    for check in (digests.check_content_digest, digests.check_digest):
        with pytest.raises(BadRequestSignature) as refused:
            check(line, b'{"hello": "world"}')
        assert refused.value.flaw == Flaw.DIGEST


def rfc_with(covered, parameters=None, kind="rsa", message=PLAIN, **lines):
    whole = changed(message, **{"content-digest": digests.content_digest(message.body), **lines})
    parameters = parameters or f';created={SECONDS};keyid="{KEY_ID}"'
    line = f"({' '.join(chr(34) + name + chr(34) for name in covered)}){parameters}"
    base = rfc9421._base(whole, tuple(covered), line)
    made = base64.b64encode(request_keys.make(KEYS[kind], base)).decode()
    return changed(whole, **{"signature-input": f"sig1={line}", "signature": f"sig1=:{made}:"})


@pytest.mark.parametrize(
    "covered",
    [
        ["@method", "@target-uri", "content-digest"],
        ["@method", "@authority", "@path", "@query", "content-digest"],
        ["@method", "host", "@path", "@query", "content-digest"],
        ["@request-target", "@method", "@authority", "content-digest", "content-type"],
    ],
)
def test_the_address_may_be_covered_whole_or_in_its_parts(covered):
    assert verify(rfc_with(covered))
    for left_out in covered[:-1] if "content-type" not in covered else covered[:-2]:
        assert flaw(rfc_with([name for name in covered if name != left_out])) == Flaw.COVERAGE


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        (f';created={SECONDS};keyid="k";alg="ed25519"', Flaw.ALGORITHM),
        (f';created={SECONDS};keyid="k";alg="rsa-pss-sha512"', Flaw.ALGORITHM),
        (f';created={SECONDS};keyid="k";expires={SECONDS}', Flaw.EXPIRED),
        (';keyid="k"', Flaw.COVERAGE),
        (f";created={SECONDS}", Flaw.MALFORMED),
        (f';created={SECONDS};keyid=""', Flaw.MALFORMED),
        (f";created={SECONDS};keyid=7", Flaw.MALFORMED),
        (f';created="{SECONDS}";keyid="k"', Flaw.MALFORMED),
        (';created=?1;keyid="k"', Flaw.MALFORMED),
        (';created=-5;keyid="k"', Flaw.MALFORMED),
        (f';created={SECONDS};keyid="k";other=1', Flaw.MALFORMED),
    ],
)
def test_what_the_parameters_say_must_hold(parameters, expected):
    assert flaw(rfc_with(["@method", "@target-uri", "content-digest"], parameters)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "", "sig1", "sig1=1", 'sig1=("@method";req);created=1;keyid="k"', 'sig1=("@query-param";name="a")', "sig1=(1)",
        'sig1=("@method" "@method");keyid="k"', 'sig1=("@status");keyid="k"', "sig1=(" * 2000, 'sig1=("A");keyid="k"',
        'sig1=("@method");keyid="k", sig1=("@method");keyid="k"', "é", 'a=(),b=(),c=(),d=(),e=()', "sig2=(\"@method\")",
    ],
)  # fmt: skip
def test_nonsense_in_the_newer_form_is_refused(line):
    good = rfc_with(["@method", "@target-uri", "content-digest"])
    assert flaw(changed(good, **{"signature-input": line})) in {Flaw.MALFORMED, Flaw.COVERAGE, Flaw.MISSING}


def test_the_first_signature_that_covers_enough_counts():
    good = rfc_with(["@method", "@target-uri", "content-digest"])
    more = {
        "signature-input": f'weak=("date");keyid="k", {good.headers["signature-input"]}',
        "signature": f"weak=:AA==:, {good.headers['signature']}",
    }
    assert verify(changed(good, **more)).key_id == KEY_ID


# --- keys and everything ------------------------------------------------------------------------------------


def pem(key):
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize("kind", KEYS)
def test_the_keys_of_actors_are_read(kind):
    assert request_keys.algorithm(request_keys.read_pem(pem(KEYS[kind]))) == request_keys.algorithm(KEYS[kind])


def test_other_keys_are_refused():
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    for text in (
        pem(short),
        pem(ec.generate_private_key(ec.SECP384R1())),
        "",
        "x" * 5000,
        "-----BEGIN PUBLIC KEY-----\n",
    ):
        with pytest.raises(BadKey):
            request_keys.read_pem(text)


def test_a_signature_of_p256_has_one_form_of_two_numbers():
    made = request_keys.make(KEYS["p256"], b"x")
    assert len(made) == 64
    assert not request_keys.holds(KEYS["p256"].public_key(), made + b"\0", b"x")
    assert decode_dss_signature(request_keys._der(made))


def is_refused(message):
    """Or said to be of another key: its name is not signed in the older form, so another key is looked for."""
    try:
        return verify(message, "ed25519").key_id != KEY_ID
    except SignatureRefused:
        return True


def is_the_same_in_other_letters(one, other, part):
    """Hosts, and the names in the older form's line, are read in either case; that line is not signed itself, so what
    it says of the algorithm may be missing. What was signed, and by which signature, is the same to the last byte."""
    if part not in {"host", "url", "signature"}:
        return False
    found, meant = verify(one, "ed25519"), verify(other, "ed25519")
    return (found.base, found.signature, found.key_id) == (meant.base, meant.signature, meant.key_id)


@pytest.mark.parametrize("every", [29, pytest.param(1, marks=pytest.mark.prove)])
@pytest.mark.parametrize("form", [cavage, rfc9421])
def test_any_bit_changed_in_what_is_signed_is_refused(form, every):
    message = signed(form, "ed25519")
    for part in ["body", "url", *(name for name in message.headers if name != "content-type")]:
        whole = message.body if part == "body" else (message.url if part == "url" else message.headers[part]).encode()
        for at in range(0, len(whole) * 8, every):
            bits = bytearray(whole)
            bits[at // 8] ^= 1 << (at % 8)
            text = bits.decode("latin-1")
            given = {"body": {"body": bytes(bits)}, "url": {"url": text}}.get(part)
            other = replace(message, **given) if given else changed(message, **{part: text})
            assert is_refused(other) or is_the_same_in_other_letters(other, message, part), (part, at)


@given(
    st.dictionaries(st.sampled_from(["signature", "signature-input", "date", "digest", "host"]), st.text(max_size=80))
)
def test_no_headers_break_the_reader(lines):
    with pytest.raises(BadRequestSignature):
        verify(changed(cavage_with(ALL), **{"signature": "x", **lines}))
