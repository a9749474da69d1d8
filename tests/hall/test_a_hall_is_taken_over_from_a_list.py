"""A list of windows, as a hall's page keeps it, becomes sites and windows: all of it or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import county as counties
from tests.cases.conftest import NOW
from yimen.hall import listing
from yimen.hall.models import Site, Window
from yimen.rules.hall.taking_over import NumberTwice, OfficeRow, WindowsRow, plan
from yimen.rules.hall.terms import WindowKind
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

REAL = Path(__file__).resolve().parents[3] / "shared/data/hall/district_hall_windows.js"
TEXT = """
// the hall's page
export default [
    { office: '市场监管局', windows: [
        { name: '市监窗口', business: "综合业务", number: ['b1', 'B2'], phone: ['0799-1', '0799-2'], },
    ]},
    { office: "云溪银行", windows: [{ name: 'It\\'s a "bank"', number: ['C1'], phone: [] }] },
    { office: '公安分中心', address: '平安路 9 号',
      windows: [{ name: '户政窗口', number: ['1', '2', '3'] }] },
];
"""


@pytest.fixture
def county() -> counties.County:
    return counties.build(NOW)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    made = tmp_path / "windows.js"
    made.write_text(TEXT, encoding="utf-8")
    return made


def take(path: Path, *more: str) -> None:
    call_command("import-hall", str(path), "--code=QY", "--name=青原大厅", "--address=青原路 1 号",
                 f"--region={counties.REGION}", *more)  # fmt: skip


def test_a_module_of_javascript_is_read_as_data() -> None:
    rows = listing.read(TEXT)
    assert rows[0] == OfficeRow(
        "市场监管局", "", (WindowsRow("市监窗口", "综合业务", ("b1", "B2"), ("0799-1", "0799-2")),)
    )
    assert rows[1].windows[0].name == 'It\'s a "bank"'
    assert listing.read('[{"office": "a", "windows": []}]') == [OfficeRow("a")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[{office: run(), windows: []}]", 1),
        ("[\n{office: 'a',\n windows: `x`}]", 3),
        ("export default [\n{office: 'a', windows: []", 2),
        ("{}", 1),
        ("[{windows: []}]", 1),
        ("[{office: 'a', windows: [{number: []}]}]", 1),
    ],
)
def test_what_is_not_plain_data_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(listing.ListUnread) as refused:
        listing.read(text)
    assert refused.value.facts["line"] == line


def test_a_number_twice_at_one_site_is_a_fault() -> None:
    rows = [OfficeRow("a", "", (WindowsRow("一", "", ("A1", "a1")),))]
    with pytest.raises(NumberTwice):
        plan(rows, "QY", "大厅", "路", {})


def test_each_number_is_a_window_and_an_office_elsewhere_a_site(county, given) -> None:
    take(given, f"--office=市场监管局={counties.MARKET}")
    assert list(Site.objects.filter(code__startswith="QY").order_by("code").values_list("code", "name")) == [
        ("QY", "青原大厅"), ("QY-2", "公安分中心"),
    ]  # fmt: skip
    windows = Window.objects.filter(site__code="QY").order_by("number")
    assert [(w.number, w.name, w.kind) for w in windows] == [
        ("B1", "市监窗口 综合业务", WindowKind.DEPARTMENT),
        ("B2", "市监窗口 综合业务", WindowKind.DEPARTMENT),
        ("C1", 'It\'s a "bank"', WindowKind.CONVENIENCE),
    ]  # fmt: skip
    assert windows[0].department.credit_code == counties.MARKET
    assert windows[0].phone == "0799-1 0799-2"
    assert Window.objects.filter(site__code="QY-2").count() == 3
    assert Event.objects.filter(stream__in=["hall:QY", "hall:QY-2"]).count() == 2


def test_looking_first_writes_nothing_and_a_second_time_is_refused(county, given, capsys) -> None:
    take(given, "--check")
    assert "云溪银行" in capsys.readouterr().out
    assert not Site.objects.filter(code="QY").exists()
    take(given)
    with pytest.raises(CommandError, match="QY"):
        take(given)


@pytest.mark.skipif(not REAL.exists(), reason="the real list of windows is not beside the project")
def test_a_real_list_comes_over_whole(county) -> None:
    take(REAL)
    sites = Site.objects.filter(code__startswith="QY")
    assert sites.count() == 4
    numbers = sum(len(line.numbers) for row in listing.read(REAL.read_text()) for line in row.windows)
    assert Window.objects.filter(site__in=sites).count() == numbers > 60
