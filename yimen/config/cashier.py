"""The payment platform of the site: one file beside the data, cashier.json, readable by the site alone.

`{"url": "https://pay.example.cn/yimen/v1", "merchant": "439926", "key": "64 hexadecimal digits"}`; no file,
no paying online. The contract is docs/how-to/cashier.md.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

from .env import BadSetting

FILE = "cashier.json"
_KEYS = {"url", "merchant", "key"}
_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
_MERCHANT = re.compile(r"[0-9A-Za-z\-]{1,40}", re.ASCII)
#: Where messages may go in clear: a proxy on the machine itself.
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def read(home: Path) -> dict[str, str]:
    """What the file says, {} where there is none. Raises BadSetting with what does not fit, never the key."""
    place = home / FILE
    if not place.exists():
        return {}
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadSetting(f"{FILE}: not JSON") from error
    if not isinstance(told, dict) or set(told) != _KEYS or not all(isinstance(v, str) for v in told.values()):
        raise BadSetting(f"{FILE}: url, merchant and key, each a text")
    return _checked(told)


def _checked(told: dict[str, str]) -> dict[str, str]:
    address = urlsplit(told["url"])
    clear = address.scheme == "http" and address.hostname in _LOOPBACK
    if not address.hostname or not (address.scheme == "https" or clear) or address.query or address.fragment:
        raise BadSetting(f"{FILE}: url must be https://host/path")
    if not _MERCHANT.fullmatch(told["merchant"]):
        raise BadSetting(f"{FILE}: merchant has letters, digits and hyphens, up to 40")
    if not _KEY.fullmatch(told["key"]):
        raise BadSetting(f"{FILE}: key is 64 hexadecimal digits")
    return told
