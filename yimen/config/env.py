"""Settings from the environment: each name is declared once, with its default and what it is for.

`docs/reference/settings.md` is generated from `DECLARED`; a test holds the number of names at 40 or fewer.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Declared:
    """One environment name: `default` as it would be written, `about` in one sentence."""

    name: str
    default: str
    about: str


DECLARED: dict[str, Declared] = {}


class BadSetting(ValueError):
    """An environment value cannot be read; the message names it and says what is expected."""


def flag(text: str) -> bool:
    """Read a yes or no."""
    low = text.strip().lower()
    if low in {"1", "true", "yes", "on"}:
        return True
    if low in {"0", "false", "no", "off", ""}:
        return False
    raise ValueError("yes or no")


def words(text: str) -> list[str]:
    """Read a list separated by commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def setting(name: str, default: str, about: str, cast: Callable[[str], T]) -> T:
    """Declare and read one environment name. Raises BadSetting when its value does not fit."""
    DECLARED[name] = Declared(name, default, about)
    text = os.environ.get(name, default)
    try:
        return cast(text)
    except ValueError as error:
        raise BadSetting(f"{name}: {error} (got {text!r})") from error
