"""Pages for people who are signed in."""

from __future__ import annotations

import functools
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Send whoever is not signed in to the sign-in page, and back afterwards."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.actor is None:  # type: ignore[attr-defined]
            back = request.get_full_path() if request.method == "GET" else "/account/"
            return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': back})}")
        return view(request, *args, **kwargs)

    return guarded
