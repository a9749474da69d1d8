"""验真: by number and check code, by the code a holder shows, or by the file itself; without signing in."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.cases import queries as cases
from yimen.cases.queries import CheckedPaper
from yimen.rules.errors import RuleBroken
from yimen.rules.limits import VERIFY, VERIFY_FILE
from yimen.rules.verifying import Finding, judge
from yimen.tasks import queries as tasks
from yimen.tasks.queries import CheckedTaskPaper
from yimen.vault import queries as vault
from yimen.vault.queries import Face, Uploaded
from yimen.web import limits
from yimen.web.forms import FormErrors
from yimen.web.templatetags.yimen_format import day_full, moment

#: What a token that shows a licence is signed for, and how many seconds it holds.
SHOWN, SHOWN_FOR = "licence-show", 300
_COLOUR = {Finding.GOOD: "ok", Finding.ALTERED: "error", Finding.UNKNOWN: "error"}


def show_token(licence: int) -> str:
    """A token by which whoever scans it sees this licence for five minutes."""
    return signing.TimestampSigner(salt=SHOWN).sign(str(licence))


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """/verify/: ?n=<number>&c=<code>, ?t=<token>, or a file; the file is looked at and not kept."""
    errors, answer = FormErrors(), None
    typed = {key: request.GET.get(key, "").replace("\x00", "").strip()[:120] for key in ("n", "c", "t")}
    if request.method == "POST":
        limits.count(request, VERIFY_FILE)
        answer = _by_file(request, errors)
    elif typed["t"]:
        limits.count(request, VERIFY)
        answer = _by_token(request, typed["t"])
    elif typed["n"] or typed["c"]:
        limits.count(request, VERIFY)
        answer = _by_code(request, typed["n"], typed["c"])
    facts = {**errors.shown(), "typed": typed, "answer": answer}
    response = render(request, "web/entrance/verify.html", facts, status=errors.status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _by_code(request: HttpRequest, number: str, code: str) -> dict[str, Any]:
    now = request.now  # type: ignore[attr-defined]
    licence = vault.by_check(number, code, now)
    if licence is not None:
        return _licence(licence, judge(known=True, status=licence.status))
    paper = cases.document_by_check(number, code)
    if paper is not None:
        return _paper(paper, judge(known=True, void=paper.void))
    joint = tasks.paper_by_check(number, code)
    if joint is not None:
        return _paper(joint, Finding.GOOD)
    return _answer(Finding.UNKNOWN, [], _("编号或验真码不对，请照原件再核对一遍。"))


def _by_token(request: HttpRequest, token: str) -> dict[str, Any]:
    try:
        number = signing.TimestampSigner(salt=SHOWN).unsign(token, max_age=SHOWN_FOR)
    except signing.BadSignature:
        return _answer(Finding.UNKNOWN, [], _("亮证码过时了，请持证人重新打开再扫。"))
    licence = vault.by_id(int(number), request.now)  # type: ignore[attr-defined]
    if licence is None:
        return _answer(Finding.UNKNOWN, [], "")
    return _licence(licence, judge(known=True, status=licence.status))


def _by_file(request: HttpRequest, errors: FormErrors) -> dict[str, Any] | None:
    given = request.FILES.get("file")
    if given is None:
        errors.add("file", _("请选要核对的 PDF 文件"))
        return None
    try:
        found = vault.examine_upload(given.chunks(), request.now)  # type: ignore[attr-defined]
    except RuleBroken as error:
        errors.refuse("file", error)
        return None
    return _uploaded(found)


def _uploaded(found: Uploaded) -> dict[str, Any]:
    licence, paper = found.licence, cases.document_by_digest(found.digest)
    joint = None if licence or paper else tasks.paper_by_digest(found.digest)
    finding = judge(
        known=any((licence, paper, joint)), status=licence.status if licence else None,
        void=paper.void if paper else False, signature=found.signed.verdict,
    )  # fmt: skip
    seal = [(_("电子签章"), _(found.signed.verdict.label))]
    if found.signed.signed_at is not None:
        seal += [(_("签章人"), found.signed.signer), (_("签章时间"), str(moment(found.signed.signed_at)))]
    held = paper or joint
    made = _licence(licence, finding) if licence else _paper(held, finding) if held else None
    made = made or _answer(finding, [], "")
    return {**made, "rows": [*made["rows"], *((name, said, "") for name, said in seal)]}


def _licence(one: Face, finding: Finding) -> dict[str, Any]:
    rows = [
        (_("证照"), one.name), (_("编号"), one.number),
        (_("持证人"), one.masked_holder),
        (_("发证机关"), one.organ), (_("发证日期"), str(day_full(one.issued_on))),
        (_("有效期至"), str(day_full(one.valid_to)) if one.valid_to else _("长期")),
        (_("电子证照标识"), one.identifier),
    ]  # fmt: skip
    return _answer(finding, rows, "")


def _paper(one: CheckedPaper | CheckedTaskPaper, finding: Finding) -> dict[str, Any]:
    rows = [
        (_("文书"), _(one.kind.label)), (_("编号"), one.number), (_("事项"), one.title),
        (_("申请人"), one.party), (_("机关"), one.department), (_("日期"), str(day_full(one.issued_at))),
    ]  # fmt: skip
    return _answer(finding, rows, "")


def _answer(finding: Finding, rows: list[tuple[str, str]], hint: str) -> dict[str, Any]:
    return {
        "kind": _COLOUR.get(finding, "warn"),
        "words": _(finding.label),
        "rows": [(*row[:2], "") for row in rows],
        "hint": hint,
    }
