"""A licence in its holder's hands and in anybody's: my licences, 亮证, verifying, the pages of the seal."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests import county as counties
from tests.cases.conftest import reach  # noqa: F401
from tests.vault import licencekit, sealkit
from tests.web.staff_world import NOW, county, signed_in  # noqa: F401
from yimen.cases.models import Case, CaseDocument
from yimen.config.worker import drain
from yimen.rules.authority import SYSTEM
from yimen.rules.licence_states import LicenceNotThere
from yimen.rules.seals import kinds
from yimen.rules.verifying import Finding
from yimen.vault import actions as vault
from yimen.vault import queries, sealing, sealkeys
from yimen.vault.models import Licence, StoredFile
from yimen.web.entrance.verify import SHOWN, show_token
from yimen.web.licences import own

Reach = Callable[..., Case]


@pytest.fixture
def sealed(county: counties.County, reach: Reach, settings: object, tmp_path: Path) -> Licence:  # noqa: F811
    """A licence of 李敏 with its sealed file."""
    holder = counties.MARKET
    vault.found_seal(
        SYSTEM, "43992601", "云溪县审批专用章", holder, tuple(kinds()), document="云政办1号", now=NOW
    )
    where = sealkeys.make(tmp_path / "seal", "云溪县行政审批局", "", now=NOW - timedelta(days=1))
    settings.SEAL_KEY = str(where)  # type: ignore[attr-defined]
    vault.enrol(SYSTEM, sealkeys.certificate_of(sealkeys.open_key(str(where), "")), now=NOW)
    vault.appoint(SYSTEM, "0203", NOW.date(), now=NOW)
    licencekit.define(NOW)
    case = reach("issued")
    drain(NOW + timedelta(hours=1))
    return Licence.objects.select_related("file").get(case_number=case.number)


def content(one: Licence) -> bytes:
    facts = queries.by_ids([one.file_id])[one.file_id]
    with queries.open_content(facts) as handle:
        return handle.read()


def upload(made: bytes, client: Client | None = None) -> str:
    file = SimpleUploadedFile("证照.pdf", made, "application/pdf")
    return (client or Client()).post("/verify/", {"file": file}).content.decode()


def asked(**typed: str) -> str:
    return Client().get("/verify/", typed).content.decode()


def test_the_holder_sees_downloads_and_shows_it(county: counties.County, sealed: Licence) -> None:  # noqa: F811
    li = signed_in(county, "li")
    assert sealed.number in li.get("/my/licences/").content.decode()
    page = li.get(f"/my/licences/{sealed.pk}/").content.decode()
    assert "食品经营许可证" in page
    assert sealed.party.id_number not in page
    answer = li.get(f"/my/licences/{sealed.pk}/file/")
    assert b"".join(answer.streaming_content) == content(sealed)
    assert "data:image/svg+xml" in li.get(f"/my/licences/{sealed.pk}/show/").content.decode()


def test_a_licence_exists_for_its_holder_only(county: counties.County, sealed: Licence) -> None:  # noqa: F811
    for who in ("wang", "clerk", "admin"):
        with pytest.raises(LicenceNotThere):
            own(county[who], sealed.pk, NOW)
    assert own(county["li"], sealed.pk, NOW).number == sealed.number


@pytest.mark.parametrize("part", ["", "file/", "show/"])
def test_somebody_elses_licence_does_not_exist(county: counties.County, sealed: Licence, part: str) -> None:  # noqa: F811
    for who in ("wang", "clerk"):
        answer = signed_in(county, who).get(f"/my/licences/{sealed.pk}/{part}")
        assert answer.status_code == 404
    assert Client().get(f"/my/licences/{sealed.pk}/{part}").status_code == 302
    assert signed_in(county, "wang").get("/my/licences/").content.decode().count(sealed.number) == 0


def test_a_licence_whose_file_waits_says_so(county: counties.County, reach: Reach) -> None:  # noqa: F811
    licencekit.define(NOW)
    one = Licence.objects.get(case_number=reach("issued").number)
    li = signed_in(county, "li")
    assert "文件正在制作" in li.get("/my/licences/").content.decode()
    answer = li.get(f"/my/licences/{one.pk}/file/")
    assert answer.status_code == 409
    assert "licence.file_waits" in answer.content.decode() or "文件正在制作" in answer.content.decode()


def test_number_and_code_are_found_and_the_holder_is_masked(sealed: Licence) -> None:
    for number in (sealed.number, sealed.identifier, sealed.number.lower()):
        page = asked(n=number, c=sealed.check_code)
        assert Finding.GOOD.label in page
        assert sealed.holder not in page
        assert sealed.identifier in page
    for typed in (
        {"n": sealed.number, "c": "22222222"},
        {"n": sealed.number, "c": ""},
        {"n": "JY0", "c": "2"},
    ):
        page = asked(**typed)
        assert Finding.UNKNOWN.label in page
        assert sealed.identifier not in page


def test_the_file_itself_is_verified_and_not_kept(sealed: Licence) -> None:
    before = StoredFile.objects.count()
    page = upload(content(sealed))
    assert Finding.GOOD.label in page
    assert sealed.number in page
    assert StoredFile.objects.count() == before


def test_a_changed_byte_is_told(sealed: Licence) -> None:
    made = bytearray(content(sealed))
    made[len(made) // 4] ^= 1
    assert Finding.ALTERED.label in upload(bytes(made))
    assert Finding.ALTERED.label in upload(content(sealed) + b"\n")


def test_another_signer_and_no_signer_are_unknown(sealed: Licence, tmp_path: Path) -> None:
    stranger = sealkit.signer(tmp_path / "stranger", "云溪县行政审批局", NOW)
    forged = sealing.seal_pdf(sealkit.paper(), stranger, at=NOW, reason="x")
    assert Finding.UNKNOWN.label in upload(forged)
    assert Finding.UNKNOWN.label in upload(sealkit.paper())


@pytest.mark.parametrize("junk", [b"", b"hello", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_pdf_is_refused_in_words(sealed: Licence, junk: bytes) -> None:
    answer = Client().post("/verify/", {"file": SimpleUploadedFile("a.pdf", junk, "application/pdf")})
    assert answer.status_code == 422
    assert Client().post("/verify/", {}).status_code == 422


@pytest.mark.parametrize(("word", "finding"), [("revoke", Finding.REVOKED), ("suspend", Finding.SUSPENDED)])
def test_a_licence_that_was_ended_is_told_so_everywhere(sealed: Licence, word: str, finding: Finding) -> None:
    licencekit.define(NOW, items=[[counties.LICENCE, "issue"], [counties.PLAIN, word]])
    party = sealed.party
    made = vault.Result(
        "C2", counties.PLAIN, "x", counties.REGION, counties.MARKET, party.pk,
        {"name": party.name, "number": party.id_number}, {"licence_number": sealed.number}, NOW.date(),
        NOW.date(),
    )  # fmt: skip
    with transaction.atomic():
        vault.carry_out(SYSTEM, made, now=NOW)
    assert finding.label in asked(n=sealed.number, c=sealed.check_code)
    assert finding.label in upload(content(sealed))


def test_a_document_of_a_case_is_verified_as_well(sealed: Licence) -> None:
    paper = CaseDocument.objects.filter(case__number=sealed.case_number, kind="approval").get()
    assert Finding.GOOD.label in asked(n=paper.number, c=paper.code)
    facts = queries.by_ids([paper.pdf_id])[paper.pdf_id]
    with queries.open_content(facts) as handle:
        assert Finding.GOOD.label in upload(handle.read())


def test_a_shown_code_holds_five_minutes(sealed: Licence, monkeypatch: pytest.MonkeyPatch) -> None:
    token = show_token(sealed.pk)
    assert Finding.GOOD.label in asked(t=token)
    assert Finding.UNKNOWN.label in asked(t=token[:-1] + ("a" if token[-1] != "a" else "b"))
    old = signing.TimestampSigner(salt=SHOWN)
    monkeypatch.setattr(old, "timestamp", lambda: signing.b62_encode(int(NOW.timestamp()) - 10**8))
    assert Finding.UNKNOWN.label in asked(t=old.sign(str(sealed.pk)))


def test_verifying_too_often_is_slowed_down(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)  # however slow the machine is
    client = Client()
    codes = {client.get("/verify/", {"n": "JY1", "c": "x"}).status_code for _ in range(140)}
    assert codes == {200, 429}


def test_custody_is_given_by_the_security_administrator(county: counties.County, sealed: Licence) -> None:  # noqa: F811
    admin, security = signed_in(county, "admin"), signed_in(county, "security")
    assert "云溪县审批专用章" in admin.get("/admin/seal/").content.decode()
    assert signed_in(county, "clerk").get("/admin/seal/").status_code == 403
    assert 'action="/admin/seal/act/appoint/"' not in admin.get("/admin/seal/").content.decode()
    page = security.get("/admin/seal/").content.decode()
    assert 'action="/admin/seal/act/kinds/"' not in page
    row = re.search(r'name="row" value="(\d+)"', page)
    assert row is not None
    assert admin.post("/admin/seal/act/release/", {"row": row.group(1)}).status_code == 403
    security.post("/admin/seal/act/release/", {"row": row.group(1)})

    def appoint(client: Client, staff: str = "0202", day: str = "2026-11-16") -> int:
        return client.post("/admin/seal/act/appoint/", {"staff": staff, "from_day": day}).status_code

    assert appoint(admin) == 403
    assert not queries.is_custodian("0202", NOW.date())
    assert appoint(security) == 302
    assert queries.is_custodian("0202", NOW.date())
    assert [appoint(security, "9999"), appoint(security, day="x")] == [404, 422]
    assert appoint(security, "0904") == 403, "not themselves"


def test_the_register_is_kept_by_the_system_administrator(county: counties.County, sealed: Licence) -> None:  # noqa: F811
    admin, security = signed_in(county, "admin"), signed_in(county, "security")
    assert security.post("/admin/seal/act/kinds/", {"kinds": ["licence"]}).status_code == 403
    admin.post("/admin/seal/act/kinds/", {"kinds": ["licence"]})
    assert queries.the_seal().kinds == ["licence"]  # type: ignore[union-attr]
    assert admin.post("/admin/seal/act/suspend/", {"reason": ""}).status_code == 422
    admin.post("/admin/seal/act/suspend/", {"reason": "盘点"})
    assert "停用" in admin.get("/admin/seal/").content.decode()
    admin.post("/admin/seal/act/resume/", {"reason": "盘点完毕"})


def test_uses_are_for_the_administrator_and_the_custodian(county: counties.County, sealed: Licence) -> None:  # noqa: F811
    for who, status in (("admin", 200), ("director", 200), ("clerk", 403), ("officer", 403)):
        assert signed_in(county, who).get("/admin/seal/uses/").status_code == status, who
    admin = signed_in(county, "admin")
    assert f"{sealed.number}-001" in admin.get("/admin/seal/uses/").content.decode()
    assert sealed.number in admin.get(f"/admin/seal/uses/?q={sealed.case_number}").content.decode()
    assert "没有找到" in admin.get("/admin/seal/uses/?q=JY0").content.decode()


def test_forty_two_to_one_is_recorded_and_printed(county: counties.County, sealed: Licence) -> None:  # noqa: F811
    admin = signed_in(county, "admin")
    assert "还没有登记并入的印章" in admin.get("/admin/seal/replaced/").content.decode()
    assert "没有数可报" in admin.get("/admin/seal/replaced/report/").content.decode()
    form = {"department": counties.MARKET, "former": "市场监管局审批章", "from_day": "2026-11-01",
            "document": "云政办〔2026〕1号", "items": "12"}  # fmt: skip
    assert admin.post("/admin/seal/replaced/", {**form, "items": "0x"}).status_code == 422
    assert admin.post("/admin/seal/replaced/", form).status_code == 302
    assert admin.post("/admin/seal/replaced/", form).status_code == 422
    page = admin.get("/admin/seal/replaced/").content.decode()
    assert "1 枚并成 1 枚" in page
    assert page.count('class="old"') == 1 and 'class="new"' in page, "as many circles as seals on record"
    assert "市场监管局审批章" in admin.get("/admin/seal/replaced/report/").content.decode()
    row = queries.merger(queries.the_seal()).rows[0]  # type: ignore[arg-type]
    assert row.sealed == len(queries.uses(queries.the_seal()))  # type: ignore[arg-type]
    admin.post(f"/admin/seal/replaced/{row.id}/withdraw/", {"reason": "登记有误"})
    assert "还没有登记并入的印章" in admin.get("/admin/seal/replaced/").content.decode()


def test_without_a_seal_the_pages_say_what_to_do(county: counties.County) -> None:  # noqa: F811
    admin = signed_in(county, "admin")
    assert "yimen seal init" in admin.get("/admin/seal/").content.decode()
    assert admin.get("/admin/seal/replaced/").status_code == 200
    assert admin.get("/admin/seal/uses/").status_code == 200
