"""The keeper defines licence types: every save is a version, faults stand at their box."""

from __future__ import annotations

from tests import county as counties
from tests.vault import licencekit
from tests.web.staff_world import NOW, county, fields_of, signed_in, turned_away  # noqa: F401
from yimen.rules.licences import Numbering
from yimen.vault import queries

FORM = {
    "code": licencekit.CODE, "name": "食品经营许可证", "organ": "云溪县行政审批局",
    "organ_code": "11439926MB0000001L", "prefix": "JY", "validity": "years", "years": "5", "until": "",
    "numbering": "serial",
    "material": "M-FOOD", "notice": "",
    "fields": "holder | 经营者名称 | 主体登记 | name\nkind｜主体业态｜固定内容｜餐饮｜文字｜选填",
    "items": f"{counties.LICENCE} | 核发",
}  # fmt: skip


def test_a_type_is_defined_changed_and_shown(county: counties.County) -> None:  # noqa: F811
    keeper = signed_in(county, "keeper")
    assert "还没有证照类型" in keeper.get("/catalogue/licences/").content.decode()
    assert keeper.post("/catalogue/licences/new/", FORM).status_code == 302
    row = queries.type_by_code(licencekit.CODE)
    assert row is not None
    spec = queries.spec_of_type(row)[1]
    assert [(f.name, f.required) for f in spec.fields] == [("holder", True), ("kind", False)]
    address = f"/catalogue/licences/{licencekit.CODE}/"
    sent = fields_of(keeper.get(address).content.decode())
    keeper.post(address, {**sent, "years": "3"})
    keeper.post(address, {**sent, "years": "3"})
    changed = queries.type_by_code(licencekit.CODE)
    assert changed is not None
    assert (changed.version, queries.spec_of_type(changed)[1].years) == (2, 3)
    pdf = keeper.get(f"{address}specimen/")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")


def test_faults_stand_at_their_box(county: counties.County) -> None:  # noqa: F811
    keeper = signed_in(county, "keeper")
    for name, wrong in (("code", "x"), ("name", ""), ("prefix", "jy"), ("years", "0"), ("fields", "a | b"),
                        ("fields", ""), ("fields", "a | b | 天上 | c"), ("items", "only"),
                        ("items", f"{counties.LICENCE} | 赠送"), ("organ_code", "小")):  # fmt: skip
        answer = keeper.post("/catalogue/licences/new/", {**FORM, name: wrong})
        assert answer.status_code == 422, name
        assert f'id="f-{name}-error"' in answer.content.decode(), name
    licencekit.define(NOW)
    other = {**FORM, "code": "11100000MB0143028RSP2"}
    assert 'id="f-items-error"' in keeper.post("/catalogue/licences/new/", other).content.decode()


def test_how_it_is_numbered_and_what_its_lines_fill_are_kept(county: counties.County) -> None:  # noqa: F811
    keeper, lines = (
        signed_in(county, "keeper"),
        "holder | 经营者 | 主体登记 | name | 文字 | | ent_name、 legal_person",
    )
    keeper.post("/catalogue/licences/new/", {**FORM, "fields": lines, "numbering": "92"})
    address = f"/catalogue/licences/{licencekit.CODE}/"
    for _ in range(2):
        row = queries.type_by_code(licencekit.CODE)
        assert row is not None
        spec = queries.spec_of_type(row)[1]
        assert spec.numbering is Numbering.SOLE_TRADER and spec.fields[0].required
        assert spec.fields[0].fills == ("ent_name", "legal_person")
        page = keeper.get(address).content.decode()
        assert "文字 |  | ent_name、legal_person" in page
        keeper.post(address, {**fields_of(page), "years": "7"})


def test_only_keepers_open_it(county: counties.County) -> None:  # noqa: F811
    for who in ("clerk", "officer", "li"):
        assert turned_away(county, "/catalogue/licences/", who) == 403
    assert signed_in(county, "keeper").get("/catalogue/licences/none/").status_code == 404
    assert signed_in(county, "keeper").get("/catalogue/licences/none/specimen/").status_code == 404


def test_a_type_is_stopped_with_a_reason_and_taken_up_again(county: counties.County) -> None:  # noqa: F811
    items = [[counties.LICENCE, "issue"], [counties.PLAIN, "revoke"]]
    licencekit.define(NOW, items=items)
    keeper, address = signed_in(county, "keeper"), f"/catalogue/licences/{licencekit.CODE}/"
    assert "停用这个类型" in keeper.get(address).content.decode()
    for reason in ("", " ", "长" * 201):
        answer = keeper.post(f"{address}stop/", {"reason": reason})
        assert answer.status_code == 422 and 'id="f-reason-error"' in answer.content.decode()
    assert queries.act_of_item(counties.LICENCE) is not None
    for _ in range(2):
        assert keeper.post(f"{address}stop/", {"reason": "并入多证合一"}).status_code == 302
    assert queries.act_of_item(counties.LICENCE) is None, "nothing is issued any more"
    assert queries.act_of_item(counties.PLAIN) is not None, "what was issued can still be revoked"
    page = keeper.get(address).content.decode()
    assert "已经停用" in page and f"{address}stop/" not in page
    assert "停用" in keeper.get("/catalogue/licences/").content.decode()
    assert keeper.post(address, fields_of(page)).status_code == 302
    assert queries.act_of_item(counties.LICENCE) is not None
    assert signed_in(county, "clerk").post(f"{address}stop/", {"reason": "x"}).status_code == 403
    assert keeper.post("/catalogue/licences/none/stop/", {"reason": "x"}).status_code == 404
