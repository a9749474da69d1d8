"""The boxes for files offer what the rule takes: no more, no less."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string

from tests.web import staffkit
from yimen.rules.files import Media

pytestmark = [pytest.mark.django_db(transaction=True)]


def _offered(page: str) -> list[set[str]]:
    """What each box of the page accepts."""
    return [set(one.split(",")) for one in re.findall(r'<input type="file"[^>]* accept="([^"]+)"', page)]


def _taken() -> set[str]:
    """Pictures by their media type, so that telephones offer the camera and turn HEIC into JPEG; the rest by
    extension, which every browser knows."""
    return {one.type if one.type.startswith("image/") else one.extension for one in Media}


def test_the_component_by_itself() -> None:
    assert _offered(render_to_string("cotton/file_field.html", {"name": "m-1", "label": "合同"})) == [
        _taken()
    ]


def test_the_boxes_of_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    hall = staffkit.open_hall(monkeypatch)
    party = hall.meets()
    from_counter = hall.post("clerk", f"/desk/new/{party}/", {"item": staffkit.counties.LICENCE}).url
    page = hall.get("clerk", from_counter.replace("/form/", "/materials/")).content.decode()
    assert _offered(page) and all(one == _taken() for one in _offered(page))
