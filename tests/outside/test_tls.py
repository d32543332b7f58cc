"""The name is proved to the name that was asked for, not to the number we connect to."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from apps.outside import Budget, Client, NoAnswer, Why
from tests.outside.conftest import say


def certificate(directory, name):
    """Signed by itself, for one name."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = directory / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def secure(tmp_path):
    file, named = certificate(tmp_path, "forum.test"), []

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self):
            say(self, 200, b"secure")

        def log_message(self, *args):
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    context.sni_callback = lambda sock, name, ctx: named.append(name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda request, address: None  # a handshake that the other side ends
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server.server_address[1], file, named
    server.shutdown()
    server.server_close()
    thread.join()


def to(port, name, file):
    trusting = ssl.create_default_context(cafile=file)
    return Client(frozenset({f"{name}:{port}"}), resolve=lambda *given: ["127.0.0.1"], tls=trusting, seconds=3)


def test_the_name_of_the_address_is_what_the_server_must_prove(secure):
    port, file, named = secure

    assert to(port, "forum.test", file).fetch(f"https://forum.test:{port}/", budget=Budget()).body == b"secure"
    assert named == ["forum.test"]


def test_a_server_that_proves_another_name_is_not_spoken_to(secure):
    port, file, _ = secure

    with pytest.raises(NoAnswer) as refused:
        to(port, "other.test", file).fetch(f"https://other.test:{port}/", budget=Budget())

    assert refused.value.why == Why.NO_TLS
