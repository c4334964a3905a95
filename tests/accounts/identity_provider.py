"""A small OpenID Connect provider for tests: discovery, code flow with PKCE, signed tokens."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "wellarch", "between-us"


@dataclass
class IdentityProvider:
    """Vouches for `person`: whatever claims a test writes there."""

    person: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    url: str = ""

    def start(self) -> ThreadingHTTPServer:
        """Serve on a free port of this machine."""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, {})

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                provider.answer(self, parse_one(self.rfile.read(length).decode()))

            def log_message(self, *args: Any) -> None:
                """Silent."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def answer(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        address = urlsplit(request.path)
        query = parse_one(address.query)
        match address.path:
            case "/.well-known/openid-configuration":
                send(request, self.discovery())
            case "/authorize":
                self.authorize(request, query)
            case "/token":
                self.token(request, form)
            case "/userinfo":
                bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
                found = self.tokens.get(bearer)
                send(request, found or {"error": "invalid_token"}, 200 if found else 401)
            case "/jwks":
                public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
                send(request, {"keys": [{**public, "kid": "1", "alg": "RS256", "use": "sig"}]})
            case _:
                send(request, {}, 404)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, request: BaseHTTPRequestHandler, query: dict[str, str]) -> None:
        """The person is signed in there and agrees at once."""
        self.asked.append(query)
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        target = f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"
        request.send_response(302)
        request.send_header("Location", target)
        request.end_headers()

    def token(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        """A code works once, for who knows the secret and the verifier of the challenge."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET)
            or asked.get("code_challenge") != challenge
            or asked["redirect_uri"] != form.get("redirect_uri")
        ):
            send(request, {"error": "invalid_grant"}, 400)
            return
        access = secrets.token_urlsafe(8)
        self.tokens[access] = dict(self.person)
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, **self.person}
        send(
            request,
            {
                "access_token": access,
                "token_type": "Bearer",
                "expires_in": 60,
                "id_token": jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"}),
            },
        )


def parse_one(text: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(text).items()}


def send(request: BaseHTTPRequestHandler, body: dict[str, Any], status: int = 200) -> None:
    data = json.dumps(body).encode()
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(data)))
    request.end_headers()
    request.wfile.write(data)
