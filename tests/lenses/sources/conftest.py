"""Places to follow: a folder that is a checkout, and a web server with a certificate of its own."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lenses.fetching import Allowed
from tests.builders import SMALL_LENS
from wellarch import clock


@pytest.fixture
def checkout(tmp_path: Path, settings: Any) -> Path:
    """A folder that the settings allow, called "standards"."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    settings.WELLARCH_SOURCE_ROOTS = {"standards": folder}
    return folder


def put(folder: Path, file: str = "small.json", **changes: Any) -> None:
    """The small lens as a file, with other values."""
    (folder / file).write_text(json.dumps({**SMALL_LENS, **changes}), encoding="utf-8")


@dataclass
class Web:
    """A web server under our control: what it answers at a path, and what it was asked."""

    port: int = 0
    ca_file: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}"

    def say(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        self.answers[path] = (status, named, body)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate for localhost that no system trusts, and its key, as files."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=1))
        .not_valid_after(clock.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(made.public_bytes(encoding))
    (folder / "key.pem").write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(folder / "cert.pem"), str(folder / "key.pem")


@pytest.fixture
def web(certificate: tuple[str, str]) -> Iterator[Web]:
    """The server, running."""
    found = Web(ca_file=certificate[0])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, dict(self.headers)))
            status, headers, body = found.answers.get(self.path, (404, {}, b""))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            if status != 304 and "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    found.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_to(web: Web) -> Allowed:
    """What allows the server's folder /lenses/, and its place on this machine."""
    return Allowed(
        roots={},
        prefixes=(f"{web.address}/lenses/",),
        private_hosts=frozenset({"localhost"}),
        ca_file=web.ca_file,
        timeout=5,
        size=1000,
    )


@pytest.fixture
def followed_web(web: Web, settings: Any) -> Web:
    """The server as the settings allow it."""
    settings.WELLARCH_SOURCE_URLS = [f"{web.address}/lenses/"]
    settings.WELLARCH_SOURCE_PRIVATE_HOSTS = ["localhost"]
    settings.WELLARCH_SOURCE_CA_FILE = web.ca_file
    return web
