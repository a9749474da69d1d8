"""Importing in the browser: a rehearsal writes nothing, the confirmation imports, the report tells."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import county as counties
from tests.web.staff_world import county, signed_in  # noqa: F401
from yimen.bureau.models import Department
from yimen.catalogue.models import ImportRun, Item, Material

IMPORT = "/catalogue/import/"
OWNER = counties.credit_code(70)


def row(**change: Any) -> dict[str, Any]:
    """A well-formed row as the province writes it."""
    made: dict[str, Any] = {
        "TASK_CODE": OWNER + "4440101007000", "TASK_NAME": "临时占用道路许可", "TASK_TYPE": "01",
        "DEPT_NAME": "云溪县住房和城乡建设局", "CATAID": "440101007000", "matter_level": "省级",
        "AREACODE": "440000", "handle_time": "20(工作日)", "handle_time_limit": "8(工作日)",
        "service_object_name": ["自然人", "企业法人"], "theme_category": ["规划建设", "结婚"],
        "visit_number": "0", "ONLINECHECK": "1", "courier_service": "是", "online_book": "否",
        "handle_location": "办理地点：云溪县民生路 18 号", "co_department": "无", "matter_code": "无",
        "accept_standard": "无条件受理", "material_intro": ["居民身份证", "平面图"],
        "consult_phone": "0799-6000001", "complain_phone": "12345",
    }  # fmt: skip
    return {**made, **change}


def send(client: Client, *rows: dict[str, Any], mapping: str = "guangdong", raw: bytes | None = None) -> Any:
    content = (
        raw if raw is not None else "\n".join(json.dumps(one, ensure_ascii=False) for one in rows).encode()
    )
    return client.post(IMPORT, {"mapping": mapping, "file": SimpleUploadedFile("目录.ndjson", content)})


def token_of(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def counted() -> tuple[int, ...]:
    return tuple(table.objects.count() for table in (Item, Material, Department, ImportRun))


@pytest.fixture
def keeper(county: counties.County) -> Client:  # noqa: F811
    return signed_in(county, "keeper")


def test_a_rehearsal_tells_what_would_happen_and_writes_nothing(keeper: Client) -> None:
    before = counted()
    page = send(keeper, row()).content.decode()
    assert "会新增的 1 项" in page and "临时占用道路许可" in page and "会新增部门 1 个" in page
    assert counted() == before


def test_confirmed_the_file_is_imported_and_reported(keeper: Client) -> None:
    token = token_of(send(keeper, row()).content.decode())
    answer = keeper.post(IMPORT, {"token": token, "once": "i" * 32})
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == f"{IMPORT}{run.pk}/"
    report = keeper.get(f"{IMPORT}{run.pk}/").content.decode()
    assert "导入报告" in report and "目录.ndjson" in report
    assert f'href="{IMPORT}{run.pk}/"' in keeper.get(IMPORT).content.decode()
    assert "第 1 版" in keeper.get(f"/catalogue/{row()['TASK_CODE']}/").content.decode()


def test_a_second_time_nothing_would_change_and_a_change_is_named(keeper: Client) -> None:
    keeper.post(IMPORT, {"token": token_of(send(keeper, row()).content.decode())})
    same = send(keeper, row())
    assert (same.context["found"].unchanged, same.context["changed"]) == (1, [])
    other = send(keeper, row(handle_time_limit="7(工作日)"))
    assert [one.code for one in other.context["changed"]] == [row()["TASK_CODE"]]
    assert "会更改的 1 项" in other.content.decode()


@pytest.mark.parametrize(
    ("raw", "mapping", "told"),
    [
        (b"", "guangdong", "文件是空的"),
        (b"   ", "guangdong", "文件是空的"),
        (b"\xff\xfe\x00", "guangdong", "UTF-16"),
        (b'{"TASK_CODE": "cut', "guangdong", "不是 JSON"),
        (b"MZ\x90\x00", "quanze", "一条也没有导入"),
        (b"{}", "nowhere", "请选对照表"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why(keeper: Client, raw: bytes, mapping: str, told: str) -> None:
    before = counted()
    answer = send(keeper, raw=raw, mapping=mapping)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert counted() == before


def test_every_problem_is_named_with_row_and_column(keeper: Client) -> None:
    answer = send(keeper, row(), row(TASK_CODE=OWNER + "4440101007001", TASK_TYPE="77"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第 2 行" in page and "TASK_TYPE" in page and "77" in page


def test_without_a_file_nothing_happens(keeper: Client) -> None:
    assert keeper.post(IMPORT, {"mapping": "guangdong"}).status_code == 422


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_a_made_up_token_imports_nothing(keeper: Client, token: str) -> None:
    answer = keeper.post(IMPORT, {"token": token})
    assert answer.status_code == 422
    assert "请重新上传" in answer.content.decode()
    assert ImportRun.objects.count() == 0


def test_a_token_is_of_one_account_only(keeper: Client, county: counties.County) -> None:  # noqa: F811
    token = token_of(send(keeper, row()).content.decode())
    assert signed_in(county, "admin").post(IMPORT, {"token": token}).status_code == 422
    assert ImportRun.objects.count() == 0


def test_confirming_twice_imports_once(keeper: Client) -> None:
    token = token_of(send(keeper, row()).content.decode())
    answers = [keeper.post(IMPORT, {"token": token, "once": "i" * 32}) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert ImportRun.objects.count() == 1


def test_no_such_import(keeper: Client) -> None:
    assert keeper.get(f"{IMPORT}999/").status_code == 404


def test_only_keepers_import(county: counties.County) -> None:  # noqa: F811
    for who in ("clerk", "officer", "director", "supervisor", "li"):
        client = signed_in(county, who)
        assert client.get(IMPORT).status_code == 403
        assert send(client, row()).status_code == 403
        assert client.get(f"{IMPORT}1/").status_code == 403
