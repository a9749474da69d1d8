"""What tests of the pages of a floor share: a client, and the words of an answer without its tags."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from tests.county import County
from tests.web.staff_world import signed_in


def client(county: County, who: str = "keeper") -> Client:
    """A client of whoever keeps the halls, or of somebody else."""
    return signed_in(county, who)


def text(answer: Any) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
