"""The way to the sign-in platform and back: OpenID Connect by django-allauth, made strict.

allauth keeps the state, makes PKCE and fetches the token. Its own sign-in (matching by e-mail, its tables,
pages and signals) is never reached: what comes back is checked here and handed to the door as claims. Checked
besides what allauth checks: the signature always, by a key of the issuer and an algorithm for signing by
public keys; issuer, audience, times; the nonce, which is derived from the PKCE verifier and so bound to the
browser that went out.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import jwt
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from requests import RequestException

from yimen.rules.identity import ProviderAway, ProviderUntrue, SignInBroken, SignInCancelled, origin

log = logging.getLogger(__name__)
#: Signing by a public key; none, and secrets shared with the platform, are not among them.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
#: So many seconds the two clocks may differ.
LEEWAY = 30
#: What an id_token must say.
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
#: What allauth and its helpers raise at an answer that is none of the standard's.
_GARBLED = (OAuth2Error, KeyError, ValueError, TypeError, AttributeError, jwt.PyJWTError)
CALLBACK = "oidc-callback"
#: Where a session keeps whereto it signs out at the platform.
LEAVE = "oidc_leave"


class _Arrived(Exception):
    """Everything fits: carries the claims out of allauth's view."""

    def __init__(self, claims: Mapping[str, Any]) -> None:
        self.claims = claims
        super().__init__()


class _Failed(Exception):
    """allauth gave up: carries why out of its view, before it draws a page of its own."""

    def __init__(self, error: str, cause: Exception | None) -> None:
        self.error, self.cause = error, cause
        super().__init__(error)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Set as SOCIALACCOUNT_ADAPTER: short waits, no detours, no page and no account of allauth's."""

    def get_requests_session(self) -> Any:
        """Requests that end in seconds and follow nobody elsewhere."""
        session = super().get_requests_session()
        session.max_redirects = 0
        session.trust_env = False
        session.hooks["response"].append(_still_well)
        return session

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None,
        extra_context: Any = None,
    ) -> None:  # fmt: skip
        """Hand the failure to the door."""
        raise _Failed(str(error), exception)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody registers by allauth."""
        return False


def _still_well(answer: Any, *args: Any, **kwargs: Any) -> None:
    """A platform that fails is away, whichever of its addresses was asked. Raises RequestException."""
    if answer.status_code >= 500:
        answer.raise_for_status()


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The protocol with one platform."""

    #: Keeps the secret of this way out; set by allauth when the code is exchanged.
    verifier = ""

    def get_provider(self) -> Provider:
        """The platform of the settings; no table is asked."""
        return platform(self.request)

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the platform publishes of itself, if it is the issuer's own. Raises OAuth2Error."""
        found = super().openid_config
        if not isinstance(found, dict) or found.get("issuer") != settings.OIDC_ISSUER:
            raise OAuth2Error("the discovery document is not the issuer's")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if origin(str(found.get(name))) != origin(settings.OIDC_ISSUER):
                raise OAuth2Error(f"{name} lies on another host than the issuer")
        return found

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Our own address: none of allauth's is served."""
        return request.build_absolute_uri(reverse(CALLBACK))

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        """The token for the code; without PKCE there was no way out. Raises OAuth2Error."""
        if not pkce_code_verifier:
            raise OAuth2Error("a way out without PKCE")
        self.verifier = pkce_code_verifier
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def parse_token(self, data: Mapping[str, Any]) -> SocialToken:
        """The access token is not used: what is needed stands in the id_token."""
        return SocialToken(token="")

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> None:
        """Check the id_token and stop allauth here. Raises OAuth2Error, PyJWTError, RequestException."""
        raise _Arrived(self._checked(kwargs["response"]["id_token"]))

    def _checked(self, token: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        claims: dict[str, Any] = jwt.decode(
            token, self._key(header), algorithms=[header["alg"]], audience=settings.OIDC_CLIENT,
            issuer=settings.OIDC_ISSUER, leeway=LEEWAY, options={"require": REQUIRED},
        )  # fmt: skip
        if not hmac.compare_digest(str(claims["nonce"]), nonce_of(self.verifier)):
            raise OAuth2Error("the nonce is not that of this sign-in")
        for_us = claims.get("azp", settings.OIDC_CLIENT) == settings.OIDC_CLIENT
        if not for_us or (isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims):
            raise OAuth2Error("the token is for somebody else")
        return claims

    def _key(self, header: Mapping[str, Any]) -> Any:
        """The public key that the token names, out of those that the issuer publishes."""
        if header.get("alg") not in ALGORITHMS:
            raise OAuth2Error("an algorithm that signs nothing")
        with SocialAdapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        found = [one for one in answer.json()["keys"] if one.get("kid") == header.get("kid")]
        if len(found) != 1 or found[0].get("use", "sig") != "sig":
            raise OAuth2Error("no such key of the issuer")
        if found[0].get("alg", header["alg"]) != header["alg"]:
            raise OAuth2Error("the key is for another algorithm")
        return jwt.PyJWK(found[0], header["alg"]).key


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """The platform as the settings name it."""

    oauth2_adapter_class = Adapter

    def get_pkce_params(self) -> dict[str, Any]:
        """PKCE, and with it the nonce that belongs to its secret."""
        made: dict[str, Any] = super().get_pkce_params()
        return {**made, "nonce": nonce_of(made["code_verifier"])}


class Callback(OAuth2CallbackView):  # type: ignore[misc]
    """allauth's way back: state, code, token."""


def nonce_of(verifier: str) -> str:
    """The nonce of a way out. Nobody has it who has not the verifier, which stays in the session."""
    return hmac.new(verifier.encode(), b"nonce", hashlib.sha256).hexdigest()


def enabled() -> bool:
    """Whether the site has a sign-in platform."""
    return bool(settings.OIDC_ISSUER)


def platform(request: HttpRequest) -> Provider:
    """The platform of the settings."""
    app = SocialApp(
        provider="openid_connect", provider_id="oidc", name=settings.OIDC_NAME,
        client_id=settings.OIDC_CLIENT, secret=settings.OIDC_SECRET,
    )  # fmt: skip
    app.settings = {
        "server_url": settings.OIDC_ISSUER.rstrip("/"), "oauth_pkce_enabled": True, "auth_params": {},
        "scope": ["openid", "profile", "phone"], "fetch_userinfo": False,
    }  # fmt: skip
    return Provider(request, app=app)


def begin(request: HttpRequest) -> str:
    """The address at the platform to which this browser goes; the session knows it when it comes back.

    Raises ProviderAway, ProviderUntrue.
    """
    try:
        return str(platform(request).redirect(request, process="login").url)
    except (_Failed, RequestException, *_GARBLED) as error:
        raise _told(error) from error


def finish(request: HttpRequest) -> Mapping[str, Any]:
    """The checked claims of whoever came back, and `LEAVE` in the session.

    Raises ProviderAway, ProviderUntrue, SignInBroken, SignInCancelled.
    """
    adapter = Adapter(request, "oidc")
    try:
        Callback.adapter_view(adapter)(request)
    except _Arrived as arrived:
        request.session[LEAVE] = _leaving(request, adapter.openid_config)
        return arrived.claims
    except (_Failed, RequestException, *_GARBLED) as error:
        raise _told(error) from error
    raise SignInBroken()


def _leaving(request: HttpRequest, config: Mapping[str, Any]) -> str:
    """Where one signs out at the platform too (RP-Initiated Logout), "" where it has no such address."""
    address = str(config.get("end_session_endpoint") or "")
    if origin(address) != origin(settings.OIDC_ISSUER):
        return ""
    asked = {"client_id": settings.OIDC_CLIENT, "post_logout_redirect_uri": request.build_absolute_uri("/")}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def _told(error: Exception) -> Exception:
    """A failure as a refusal; why it failed goes to the log, without what was said of the person."""
    cause = error.cause if isinstance(error, _Failed) else error
    log.warning("no sign-in by %s: %s %.60s", origin(settings.OIDC_ISSUER), type(cause).__name__, error)
    if isinstance(cause, RequestException):
        return ProviderAway(provider=settings.OIDC_NAME)
    if cause is not None:
        return ProviderUntrue(provider=settings.OIDC_NAME)
    if isinstance(error, _Failed) and error.error == str(AuthError.CANCELLED):
        return SignInCancelled(provider=settings.OIDC_NAME)
    return SignInBroken()
