"""A sign-in platform for the tests: `python -m tests.oidc.provider`, a process of its own on 127.0.0.1.

Discovery, keys, authorization code with PKCE (S256), client secret, signed id_token; its tokens are made with
joserfc, so that the product's reading of them (PyJWT) is held against another implementation. Whoever comes
is signed in at once as the person that POST /control names. `mode` makes it misbehave, one way at a time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "yunxi", "a secret of the tests"
KEY = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})
OTHER = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})


class State:
    """What the platform knows and what it was asked."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.mode = ""
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[dict[str, Any]] = []
        self.released = threading.Event()


state = State()


class Platform(BaseHTTPRequestHandler):
    """One request."""

    server: Any
    protocol_version = "HTTP/1.1"

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        given = {key: values[0] for key, values in parse_qs(where.query).items()}
        state.asked.append({"path": where.path, **given})
        routes = {
            "/.well-known/openid-configuration": self.discovery, "/keys": self.keys,
            "/authorize": self.authorize, "/asked": self.told, "/elsewhere": self.discovery,
        }  # fmt: skip
        routes.get(where.path, self.nothing)(given)

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        where = urlsplit(self.path).path
        if where == "/control":
            told = json.loads(text)
            state.person, state.mode = told["person"], told["mode"]
            state.asked.clear()
            state.released.set()
            state.released = threading.Event()
            self.answer({})
            return
        given = {key: values[0] for key, values in parse_qs(text).items()}
        state.asked.append({"path": where, **given})
        (self.token if where == "/token" else self.nothing)(given)

    # --- addresses --------------------------------------------------------------------------------------
    def discovery(self, given: dict[str, str]) -> None:
        base = self.issuer
        if state.mode == "slow":
            state.released.wait(60)
        if state.mode == "moved" and self.path != "/elsewhere":
            self.redirect("/elsewhere")
            return
        if state.mode == "failing":
            self.answer({"error": "server_error"}, 500)
            return
        if state.mode == "garbled":
            self.send(b"<html>maintenance</html>", "text/html", 200)
            return
        elsewhere = "http://other.example" if state.mode == "foreign_token" else base
        self.answer(
            {
                "issuer": "https://other.example" if state.mode == "foreign_discovery" else base,
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{elsewhere}/token",
                "jwks_uri": f"{base}/keys",
                "end_session_endpoint": f"{base}/logout",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )  # fmt: skip

    def keys(self, given: dict[str, str]) -> None:
        self.answer({"keys": [KEY.as_dict(private=False)]})

    def authorize(self, given: dict[str, str]) -> None:
        lacking = {"client_id", "redirect_uri", "state", "nonce", "code_challenge"} - set(given)
        fits = (given.get("response_type"), given.get("code_challenge_method"), given.get("client_id"))
        if lacking or fits != ("code", "S256", CLIENT) or "openid" not in given.get("scope", ""):
            self.answer({"error": "invalid_request", "lacking": sorted(lacking)}, 400)
            return
        back = {"state": given["state"]}
        if state.mode == "cancelled":
            back["error"] = "access_denied"
        else:
            back["code"] = secrets.token_urlsafe(16)
            state.codes[back["code"]] = given
        self.redirect(f"{given['redirect_uri']}?{urlencode(back)}")

    def token(self, given: dict[str, str]) -> None:
        if state.mode == "away_at_token":
            self.answer({}, 503)
            return
        asked = state.codes.pop(given.get("code", ""), None)
        made = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        fits = (
            asked is not None
            and (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
            and given.get("redirect_uri") == asked["redirect_uri"]
            and secrets.compare_digest(made.rstrip(b"=").decode(), asked["code_challenge"])
        )
        if asked is None or not fits:
            self.answer({"error": "invalid_grant"}, 400)
            return
        answer: dict[str, Any] = {"access_token": "at", "token_type": "Bearer", "expires_in": "soon"}
        if state.mode != "no_id_token":
            answer["id_token"] = self.id_token(asked)
        self.answer(answer)

    def told(self, given: dict[str, str]) -> None:
        self.answer({"asked": state.asked})

    def nothing(self, given: dict[str, str]) -> None:
        self.answer({"error": "not found"}, 404)

    # --- the token --------------------------------------------------------------------------------------
    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            **state.person,
        }  # fmt: skip
        changed: dict[str, dict[str, Any]] = {
            "wrong_issuer": {"iss": "https://other.example"},
            "wrong_audience": {"aud": "somebody-else"},
            "many_audiences": {"aud": [CLIENT, "somebody-else"]},
            "wrong_azp": {"azp": "somebody-else"},
            "expired": {"iat": now - 900, "exp": now - 600},
            "not_yet": {"iat": now + 600, "exp": now + 900},
            "wrong_nonce": {"nonce": "0" * 64},
        }
        claims |= changed.get(state.mode, {})
        if state.mode == "no_nonce":
            del claims["nonce"]
        return self.signed(claims)

    def signed(self, claims: dict[str, Any]) -> str:
        header = {"alg": "RS256", "kid": "k1"}
        if state.mode == "none_alg":
            parts = ({"alg": "none", "kid": "k1"}, claims)
            return ".".join(_packed(json.dumps(one).encode()) for one in parts) + "."
        if state.mode == "public_key_as_secret":
            parts = ({"alg": "HS256", "kid": "k1"}, claims)
            text = ".".join(_packed(json.dumps(one).encode()) for one in parts)
            made = hmac.digest(KEY.as_pem(private=False), text.encode(), "sha256")
            return f"{text}.{_packed(made)}"
        if state.mode == "unknown_key":
            return jwt.encode({**header, "kid": "k2"}, claims, KEY)
        if state.mode == "changed_after":
            head, _body, signature = jwt.encode(header, claims, KEY).split(".")
            return f"{head}.{_packed(json.dumps({**claims, 'name': '王五'}).encode())}.{signature}"
        return jwt.encode(header, claims, OTHER if state.mode == "other_key" else KEY)

    # --- answers ----------------------------------------------------------------------------------------
    def answer(self, told: dict[str, Any], status: int = 200) -> None:
        self.send(json.dumps(told).encode(), "application/json", status)

    def redirect(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send(self, body: bytes, kind: str, status: int) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # who asked did not wait

    def log_message(self, *args: Any) -> None:
        """The tests ask what was asked."""


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Platform)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
