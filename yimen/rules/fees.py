"""收费: what a project pays, by rules that are data. Nothing outside a published list is ever charged.

A rate says how an amount is reckoned, on what basis, and when it is due; a relief says who pays less, by how
much, and on what basis. Amounts are 元 with two decimals, half a 分 rounded up; each line is rounded once, at
its end, and a sheet is the sum of its lines as printed. Source: the yearly 收费目录清单 (清单外不收费); each
rate names its own basis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .errors import Kind, RuleBroken
from .term import Term

CENT = Decimal("0.01")


class BadRate(RuleBroken):
    """A rate or a relief that cannot be reckoned with."""

    code = "fees.bad_rate"
    text = "收费标准“{name}”不对：{problem}"
    #: 涉企行政事业性收费目录清单: nothing is charged beside it, and each entry names its ground.
    basis = "国办发〔2014〕30号"
    kind = Kind.INVALID


class How(Term):
    """怎么算."""

    FIXED = "fixed", "定额"
    PER_UNIT = "per_unit", "按数量"
    SHARE = "share", "按比例"


class Measure(Term):
    """按什么算."""

    ONE = "one", "件"
    LAND_AREA = "land_area", "用地面积（平方米）"
    BUILD_AREA = "build_area", "建筑面积（平方米）"
    INVESTMENT = "investment", "总投资（元）"


class Due(Term):
    """什么时候交."""

    BEFORE_DESIGN = "design", "领建设工程规划许可证前"
    BEFORE_START = "start", "领施工许可证前"
    AFTER_ACCEPTANCE = "acceptance", "竣工验收后"


@dataclass(frozen=True)
class Relief:
    """减免. `kinds`, `fundings`: whose project (empty: everybody's); `share`: of the amount, 1 is all."""

    name: str
    share: Decimal
    basis: str
    kinds: tuple[str, ...] = ()
    fundings: tuple[str, ...] = ()

    def holds(self, facts: Facts) -> bool:
        """Whether this project has it."""
        return (not self.kinds or facts.kind in self.kinds) and (
            not self.fundings or facts.funding in self.fundings
        )


@dataclass(frozen=True)
class Rate:
    """One charge. `amount`: 元 (定额), 元 a unit (按数量) or a share of the measure (按比例). `cap`: 元."""

    code: str
    name: str
    organ: str
    basis: str
    how: How
    amount: Decimal
    measure: Measure = Measure.ONE
    due: Due = Due.BEFORE_DESIGN
    cap: Decimal | None = None
    reliefs: tuple[Relief, ...] = ()
    kinds: tuple[str, ...] = ()
    note: str = ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Rate:
        """Read the stored form. Raises BadRate naming what is wrong."""
        name = str(data.get("name", ""))
        amount = _figure(name, "金额要填数", data.get("amount", ""))
        cap = _figure(name, "封顶要填数", data["cap"]) if data.get("cap") else None
        try:
            made = cls(
                code=str(data["code"]), name=name, organ=str(data["organ"]), basis=str(data["basis"]),
                how=How(data["how"]), amount=amount,
                measure=Measure(data.get("measure", "one")), due=Due(data.get("due", "design")), cap=cap,
                reliefs=tuple(_relief(one) for one in data.get("reliefs", ())),
                kinds=tuple(data.get("kinds", ())), note=str(data.get("note", "")),
            )  # fmt: skip
        except (KeyError, ValueError, TypeError) as error:
            raise BadRate(name=name, problem="有的没有填，或者选得不对") from error
        return _checked(made)


def _figure(name: str, problem: str, typed: Any) -> Decimal:
    """One figure of a rate. Raises BadRate for what is none."""
    try:
        return Decimal(str(typed).replace(",", "").replace("，", "").strip())
    except ArithmeticError as error:
        raise BadRate(name=name, problem=problem) from error


def told(rate: Rate, active: bool = True) -> dict[str, str]:
    """What an entry of the list says, by the names of its parts: codes of terms and plain figures."""
    reliefs = (
        f"{one.name} {one.share.normalize():f}（{one.basis}）{' '.join([*one.kinds, *one.fundings])}".strip()
        for one in rate.reliefs
    )
    return {
        "name": rate.name, "organ": rate.organ, "basis": rate.basis, "how": str(rate.how),
        "amount": f"{rate.amount.normalize():f}", "measure": str(rate.measure), "due": str(rate.due),
        "cap": "" if rate.cap is None else f"{rate.cap.normalize():f}", "kinds": " ".join(rate.kinds),
        "reliefs": "；".join(reliefs), "note": rate.note, "state": "active" if active else "stopped",
    }  # fmt: skip


def _relief(data: Mapping[str, Any]) -> Relief:
    return Relief(
        str(data["name"]), _figure(str(data["name"]), "减免比例要填数", data["share"]), str(data["basis"]),
        tuple(data.get("kinds", ())),
        tuple(data.get("fundings", ())),
    )  # fmt: skip


def _checked(rate: Rate) -> Rate:
    problem = ""
    if not (rate.name and rate.organ and rate.basis):
        problem = "名称、收费单位和依据都要写"
    elif not rate.amount.is_finite() or rate.amount < 0 or (rate.cap is not None and rate.cap < 0):
        problem = "金额要不小于 0"
    elif rate.how is How.FIXED and rate.measure is not Measure.ONE:
        problem = "定额收费不按数量算"
    elif any(not 0 < one.share <= 1 or not one.basis for one in rate.reliefs):
        problem = "减免比例要在 0 和 1 之间，依据要写"
    if problem:
        raise BadRate(name=rate.name, problem=problem)
    return rate


@dataclass(frozen=True)
class Facts:
    """What of a project its fees depend on: areas in m², investment in 元."""

    kind: str
    funding: str
    land_area: Decimal = Decimal(0)
    build_area: Decimal = Decimal(0)
    investment: Decimal = Decimal(0)


@dataclass(frozen=True)
class Line:
    """One line of the sheet, in 元: `amount` by the rate, `relief` taken off, `payable` left of it."""

    code: str
    name: str
    organ: str
    basis: str
    due: Due
    how: How
    rate: Decimal
    measure: Measure
    quantity: Decimal
    amount: Decimal
    relief: Decimal = Decimal(0)
    relief_name: str = ""
    relief_basis: str = ""

    @property
    def payable(self) -> Decimal:
        """元 to be paid."""
        return self.amount - self.relief


@dataclass(frozen=True)
class Sheet:
    """一张表: all lines, and what they come to."""

    lines: tuple[Line, ...] = field(default_factory=tuple)

    @property
    def amount(self) -> Decimal:
        """元 by the rates."""
        return sum((one.amount for one in self.lines), Decimal(0))

    @property
    def relief(self) -> Decimal:
        """元 taken off."""
        return sum((one.relief for one in self.lines), Decimal(0))

    @property
    def payable(self) -> Decimal:
        """元 to be paid."""
        return sum((one.payable for one in self.lines), Decimal(0))


def rounded(amount: Decimal) -> Decimal:
    """元 with two decimals, half a 分 up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def sheet(rates: Iterable[Rate], facts: Facts) -> Sheet:
    """Every charge that concerns this project, in the order of the rates. What is nothing is left out."""
    lines = [_line(rate, facts) for rate in rates if not rate.kinds or facts.kind in rate.kinds]
    return Sheet(tuple(one for one in lines if one.amount > 0))


def _line(rate: Rate, facts: Facts) -> Line:
    quantity = Decimal(1) if rate.measure is Measure.ONE else Decimal(getattr(facts, str(rate.measure)))
    full = rate.amount * quantity
    amount = rounded(full if rate.cap is None else min(full, rate.cap))
    best = _best(rate, facts)
    relief = rounded(amount * best.share) if best else Decimal(0)
    return Line(
        rate.code, rate.name, rate.organ, rate.basis, rate.due, rate.how, rate.amount, rate.measure, quantity,
        amount, relief, best.name if best else "", best.basis if best else "",
    )  # fmt: skip


def _best(rate: Rate, facts: Facts) -> Relief | None:
    """Reliefs do not add up: the project has the one that takes off most."""
    return max((one for one in rate.reliefs if one.holds(facts)), key=lambda one: one.share, default=None)
