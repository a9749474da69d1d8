"""The QR code of a document: the public address at which anybody may check it."""

from __future__ import annotations

from urllib.parse import urlencode

import segno
from django.conf import settings


def verify_address(number: str, code: str) -> str:
    """Where a document or licence is checked: /verify/?n=<number>&c=<check code> on the public site."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/verify/?{urlencode({'n': number, 'c': code})}"


def public_address(path: str) -> str:
    """A page of the public site by its path."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def svg(text: str) -> str:
    """A QR code (level M, quiet zone of four modules) as SVG text for the press."""
    made = str(segno.make(text, error="m", micro=False).svg_inline(border=4))
    return made.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def data_uri(text: str) -> str:
    """A QR code as a picture inside the page (data:image/svg+xml …), for an <img>."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(border=4, scale=6))
