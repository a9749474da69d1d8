"""Displays and kiosks: which stands at a window, what a code may look like, how one does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules.authority import Actor
from yimen.rules.hall.devices import (
    CODE_LENGTH,
    SILENT_AFTER,
    DeviceKind,
    DeviceWindow,
    Health,
    check_device,
    health,
    read_code,
)

NOW = datetime(2026, 11, 27, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "window", "good"),
    [
        (DeviceKind.WINDOW, "A01", True), (DeviceKind.WINDOW, "", False), (DeviceKind.HALL, "", True),
        (DeviceKind.HALL, "A01", False), (DeviceKind.KIOSK, "", True), (DeviceKind.KIOSK, "A01", False),
    ],
)  # fmt: skip
def test_only_a_windows_display_has_a_window(kind: DeviceKind, window: str, good: bool) -> None:
    if good:
        check_device(kind, window)
        return
    with pytest.raises(DeviceWindow):
        check_device(kind, window)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7w4gpbak", "7W4GPBAK"), (" 7W4G-PBAK ", "7W4GPBAK"),
        ("\uff17\uff37\uff14\uff27\uff30\uff22\uff21\uff2b", "7W4GPBAK"),
        ("7W4GPBA", ""),
        ("7W4GPBAKK", ""), ("", ""), ("7W4GPBA!", ""), ("一二三四五六七八", ""), ("\x00" * CODE_LENGTH, ""),
    ],
)  # fmt: skip
def test_a_code_as_people_type_it(typed: str, code: str) -> None:
    assert read_code(typed) == code


@given(st.text(max_size=40))
def test_no_text_is_too_odd_to_be_read(typed: str) -> None:
    found = read_code(typed)
    assert found == "" or len(found) == CODE_LENGTH


@pytest.mark.parametrize(
    ("joined", "ended", "ago", "how"),
    [
        (False, False, None, Health.NEW), (True, False, timedelta(0), Health.WELL),
        (True, False, SILENT_AFTER - timedelta(seconds=1), Health.WELL),
        (True, False, SILENT_AFTER, Health.SILENT), (True, False, None, Health.SILENT),
        (True, True, timedelta(0), Health.ENDED), (False, True, None, Health.ENDED),
    ],
)  # fmt: skip
def test_how_a_device_does(joined: bool, ended: bool, ago: timedelta | None, how: Health) -> None:
    assert health(joined, ended, None if ago is None else NOW - ago, NOW) is how


def test_a_machine_has_a_name_in_the_record_and_no_rights() -> None:
    kiosk = Actor(account=None, name="门口自助机", machine="7")
    assert kiosk.label == "machine:7"
    assert not kiosk.roles and not kiosk.is_system and kiosk.party is None
