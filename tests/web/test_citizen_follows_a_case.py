"""Progress, papers, withdrawal, tracking without signing in, my cases and messages."""

from __future__ import annotations

import pytest

from tests.web.citizen_world import NOW, World, build, case, text
from yimen.cases import actions
from yimen.cases.models import Case, Message
from yimen.rules.terms import State


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return build(monkeypatch)


def test_days_left_the_latest_date_and_the_days_in_words(world: World) -> None:
    number = world.received()
    actions.accept(world.county["clerk"], number, now=NOW)
    page = text(world.client("li").get(f"/cases/{number}/"))
    assert "还剩 3<small>个工作日</small>" in page
    assert "最晚 11 月 19 日（周四）办结" in page and "承诺 3 个工作日，法定 10 个工作日" in page
    assert page.count('<li class="due">') == 1 and "受理了，开始计时" in page
    assert "正在办" in page and "还没轮到" in page


def test_before_acceptance_only_the_answer_is_promised(world: World) -> None:
    page = text(world.client("li").get(f"/cases/{world.submitted()}/"))
    assert "窗口最晚 11 月 23 日（周一）答复受理不受理" in page and "办结</b>" not in page


def test_a_correction_is_the_one_thing_to_do(world: World) -> None:
    number = world.asked()
    page = text(world.client("li").get(f"/cases/{number}/"))
    assert "要您做 1 件事：补材料" in page and f'href="/cases/{number}/supply/"' in page
    assert "等您补材料" in page and "合同缺一页" in page


def test_a_result_to_fetch_is_the_one_thing_to_do(world: World) -> None:
    page = text(world.client("li").get(f"/cases/{world.issued()}/"))
    assert "要您做 1 件事：领结果" in page and "办好了" in page


def test_what_is_the_offices_own_business_is_not_told(world: World) -> None:
    number = world.received()
    actions.accept(world.county["clerk"], number, now=NOW)
    actions.opinion(world.county["officer"], number, verdict="agree", text="内部意见三号", now=NOW)
    page = text(world.client("li").get(f"/cases/{number}/"))
    assert "“审核”审过了" in page
    assert "内部意见三号" not in page and "员0201" not in page


def test_telephone_numbers_are_masked(world: World) -> None:
    page = text(world.client("li").get(f"/cases/{world.submitted()}/"))
    assert "199****0001" in page and "19900000001" not in page


@pytest.mark.parametrize("page", ["", "supply/", "withdraw/", "papers/X1/"])
@pytest.mark.parametrize("who", ["wang", "firm"])
def test_somebody_elses_case_is_404(world: World, page: str, who: str) -> None:
    number = world.received()
    assert world.client(who).get(f"/cases/{number}/{page}").status_code == 404


def test_no_case_and_somebody_elses_case_read_the_same(world: World) -> None:
    number = world.received()
    theirs = text(world.client("wang").get(f"/cases/{number}/"))
    none = text(world.client("wang").get("/cases/439926202611162000000Z/"))
    strip = [number, "439926202611162000000Z"]
    for one in strip:
        theirs, none = theirs.replace(one, ""), none.replace(one, "")
    cut = theirs.index("<main")
    assert theirs[cut : theirs.index("</main>")] == none[none.index("<main") : none.index("</main>")]


def test_staff_of_the_hall_see_the_page_without_the_applicants_buttons(world: World) -> None:
    number = world.asked()
    page = text(world.client("clerk").get(f"/cases/{number}/"))
    assert case(number).query_code not in page
    assert "/supply/" not in page and "/withdraw/" not in page


def test_a_visitor_is_sent_to_sign_in(world: World) -> None:
    number = world.submitted()
    assert world.client().get(f"/cases/{number}/")["Location"] == f"/login/?next=%2Fcases%2F{number}%2F"


def test_a_draft_goes_on_where_it_stopped(world: World) -> None:
    number = world.draft()
    answer = world.client("li").get(f"/cases/{number}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/apply/case/{number}/questions/"
    answer = world.client("li").get(f"/cases/{world.filled()}/", follow=True)
    assert answer.redirect_chain[-1][0].endswith("/check/")


def test_the_notice_of_correction_prints_every_line_and_no_limit(world: World) -> None:
    number = world.asked()
    paper = Case.objects.get(number=number).documents.get(kind="correction_notice").number
    for who, door in (("li", ""), ("clerk", "/desk")):
        page = text(world.client(who).get(f"{door}/cases/{number}/papers/{paper}/"))
        assert "一次性补正告知书" in page and paper in page and "缺第 3 页" in page
        assert "法定最晚办结" not in page
    assert world.client("clerk").get(f"/cases/{number}/papers/{paper}/").status_code == 404
    assert f"/cases/{number}/papers/{paper}/" in text(world.client("li").get(f"/cases/{number}/"))
    assert world.client("wang").get(f"/cases/{number}/papers/{paper}/").status_code == 404


def test_an_adverse_decision_prints_its_reason_and_the_remedies(world: World) -> None:
    number = world.received()
    actions.not_accept(world.county["clerk"], number, reason="不归本县管，请到市里办", now=NOW)
    paper = Case.objects.get(number=number).documents.get(kind="non_acceptance").number
    page = text(world.client("li").get(f"/cases/{number}/papers/{paper}/"))
    assert "不归本县管" in page and "60 日内申请行政复议" in page and "2026 年 11 月 16 日" in page
    assert "云溪县市场监管局" in page


def test_the_paper_of_another_case_is_404(world: World) -> None:
    number, other = world.asked(), world.submitted(who="wang")
    paper = Case.objects.get(number=number).documents.first().number
    assert world.client("wang").get(f"/cases/{other}/papers/{paper}/").status_code == 404


def test_withdrawing_takes_two_clicks_and_a_reason(world: World) -> None:
    number, li = world.submitted(), world.client("li")
    assert f'href="/cases/{number}/withdraw/"' in text(li.get(f"/cases/{number}/"))
    empty = li.post(f"/cases/{number}/withdraw/", {"reason": "  "})
    assert empty.status_code == 422 and "请写一句为什么撤回" in text(empty)
    long = li.post(f"/cases/{number}/withdraw/", {"reason": "长" * 501})
    assert long.status_code == 422 and "最多 500 个字，您写了 501 个" in text(long)
    assert case(number).state == State.SUBMITTED
    page = text(li.post(f"/cases/{number}/withdraw/", {"reason": "不开了"}, follow=True))
    assert case(number).state == State.WITHDRAWN
    assert "已经撤回" in page and "withdraw/" not in page
    assert li.post(f"/cases/{number}/withdraw/", {"reason": "再来"})["Location"] == f"/cases/{number}/"


def test_tracking_needs_no_account_and_shows_no_name(world: World) -> None:
    number = world.submitted()
    sent = {"number": f" {number[:6]} {number[6:].lower()}", "code": case(number).query_code}
    page = text(world.client().post("/track/", sent))
    assert "待收件" in page and "李*" in page and "市场监管局" in page
    assert "李敏" not in page and "青石小店" not in page and "19900000001" not in page


def test_every_wrong_pair_is_told_in_the_same_words(world: World) -> None:
    mine, draft = case(world.submitted()), case(world.draft(who="wang"))
    wrong = "000000" if mine.query_code != "000000" else "111111"
    pairs = [
        (mine.number, wrong),
        (mine.number, ""),
        (mine.number, "长" * 9000),
        (draft.number, draft.query_code),
    ]
    words = []
    for number, code in pairs:
        answer = world.client().post("/track/", {"number": number, "code": code})
        assert answer.status_code == 422
        words.append(text(answer).replace(number, ""))
    cut = [one[one.index("govuk-error-summary") : one.index("f-number")] for one in words]
    assert len(set(cut)) == 1
    assert all("编号和查询码对不上" in one for one in words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda n: n[:-1], "要 22 位，您填了 21 位"),
        (lambda n: n[:-1] + ("A" if n[-1] != "A" else "B"), "抄错了一位"),
        (lambda n: "X" + n[1:], "第 1 位不是"),
        (lambda n: "", "要 22 位，您填了 0 位"),
    ],
)
def test_a_slip_in_the_number_is_told_without_asking_the_database(
    world: World, change: object, words: str
) -> None:
    made = case(world.submitted())
    sent = {"number": change(made.number), "code": made.query_code}  # type: ignore[operator]
    answer = world.client().post("/track/", sent)
    assert answer.status_code == 422 and words in text(answer)


def test_my_cases_come_in_groups_with_what_i_must_do_first(world: World) -> None:
    draft, asked, running = world.draft(), world.asked(), world.submitted()
    page = text(world.client("li").get("/my/"))
    places = [page.index(words) for words in ("要我办的 1", "没填完的 1", "正在办的 1")]
    assert places == sorted(places)
    assert page.index(asked) < page.index(draft) < page.index(running)
    assert asked not in text(world.client("wang").get("/my/"))


def test_my_cases_page_by_key(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.web.citizen.mine.PAGE", 2)
    numbers = [world.draft() for _ in range(3)]
    first = text(world.client("li").get("/my/"))
    assert numbers[2] in first and numbers[1] in first and numbers[0] not in first
    before = Case.objects.get(number=numbers[1]).pk
    assert f"/my/?before={before}" in first
    second = text(world.client("li").get(f"/my/?before={before}"))
    assert numbers[0] in second and numbers[1] not in second


@pytest.mark.parametrize("before", ["x", "-1", "９", "9" * 40, ""])
def test_a_bad_page_key_shows_the_first_page(world: World, before: str) -> None:
    number = world.draft()
    assert number in text(world.client("li").get("/my/", {"before": before}))


def test_nobody_without_cases_is_left_without_a_way_on(world: World) -> None:
    page = text(world.client("zhao").get("/my/"))
    assert "还没有办件" in page and 'href="/items/"' in page


def test_messages_are_new_until_they_are_marked(world: World) -> None:
    made = case(world.submitted())
    Message.objects.create(
        party=made.party,
        case=made,
        event=1,
        text="“{title}”已受理，开始计时。",
        facts={"title": made.title},
        at=NOW,
    )
    li = world.client("li")
    assert "消息，1 条没看" in text(li.get("/my/"))
    assert "“小店开业备案”已受理，开始计时。" in text(li.get("/my/messages/"))
    assert Message.objects.filter(read_at__isnull=True).count() == 1  # reading a page writes nothing
    world.client("wang").post("/my/messages/")
    assert Message.objects.filter(read_at__isnull=True).count() == 1
    assert "没看" not in text(li.post("/my/messages/", follow=True))


def test_every_page_has_one_filled_button_at_most(world: World) -> None:
    number, drafted = world.asked(), world.filled()
    li = world.client("li")
    pages = [
        "/", "/items/", "/items/?q=qqzz", "/my/", "/track/", f"/cases/{number}/", f"/cases/{number}/supply/",
        *(f"/apply/case/{drafted}/{name}/" for name in ("form", "materials", "check")),
        f"/apply/case/{world.draft()}/questions/",
    ]  # fmt: skip
    for url in pages:
        page = text(li.get(url))
        main = page[page.index("<main") : page.index("</main>")]
        assert main.count('class="btn "') + main.count('class="btn"') <= 1, url
