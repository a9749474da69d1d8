"""Headers that every answer carries: pages, files, redirects, errors and the interface."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from yimen.rules.identity import origin

Respond = Callable[[HttpRequest], HttpResponse]

#: Nothing from elsewhere, nothing inline; what the pages load is all in the package.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'"
)
#: Pages with a form whose answer leads to the sign-in platform: browsers ask the policy about both ends.
PLATFORM_FORMS = frozenset({"/login/", "/account/identity/"})
#: What a page may not use of the machine it is shown on. Printing and full screen stay.
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
        "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
    )
)  # fmt: skip
#: On every answer that does not bring a stricter one of its own; HSTS comes from Django's SecurityMiddleware.
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
#: Whatever somebody sees who is signed in stays in no cache, neither the browser's nor one on the way.
PRIVATE = "private, no-store"


class Headers:
    """The outermost middleware: what any other answers, errors too, passes through here."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if request.path in PLATFORM_FORMS and settings.OIDC_ISSUER:
            there = origin(settings.OIDC_ISSUER)
            led = POLICY.replace("form-action 'self'", f"form-action 'self' {there}")
            response.headers.setdefault("Content-Security-Policy", led)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        _say_who_may_frame(response)
        if getattr(request, "actor", None) is not None:
            response.headers.setdefault("Cache-Control", PRIVATE)
        return response


def _say_who_may_frame(response: HttpResponse) -> None:
    """A policy that an answer brings of its own says it too: X-Frame-Options alone is no longer relied on."""
    own = response.headers["Content-Security-Policy"]
    if "frame-ancestors" not in own:
        who = "'self'" if response.headers["X-Frame-Options"] == "SAMEORIGIN" else "'none'"
        response.headers["Content-Security-Policy"] = f"{own}; frame-ancestors {who}"
