"""重复申请 over HTTP: a program is told the number of the open one and goes on only with a reason."""

from __future__ import annotations

from yimen.cases.models import Case


def test_the_second_says_why(caller, draft):
    li = caller("li")
    first, second = draft(li), draft(li)
    assert li.post(f"/applications/{first}/submit").status_code == 200
    refused = li.post(f"/applications/{second}/submit")
    assert refused.status_code == 422
    assert refused.json()["code"] == "apply.already" and first in refused.content.decode()
    assert li.post(f"/applications/{second}/submit", {"again": "x" * 201}).status_code == 422
    assert li.post(f"/applications/{second}/submit", {"again": "第二家店"}).status_code == 200
    assert Case.objects.get(number=second).state == "submitted"
