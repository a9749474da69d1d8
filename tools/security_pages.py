"""Pages of docs/reference on what is guarded: the ASVS list and the inventory, from docs/security."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "security"
STATES = ("met", "partly", "not met", "not applicable", "operator")
#: What the chapters of ASVS 5.0.0 are about.
CHAPTERS = (
    "Encoding and sanitization",
    "Validation and business logic",
    "Web frontend",
    "API and web service",
    "File handling",
    "Authentication",
    "Session management",
    "Authorization",
    "Self-contained tokens",
    "OAuth and OIDC",
    "Cryptography",
    "Secure communication",
    "Configuration",
    "Data protection",
    "Secure coding and architecture",
    "Security logging and error handling",
    "WebRTC",
)


@dataclass(frozen=True)
class Line:
    """One requirement: its number, level (1 or 2), what it asks in our words, and how it stands here."""

    number: str
    level: int
    asks: str
    state: str
    proof: tuple[str, ...]
    note: str

    @property
    def chapter(self) -> int:
        """The number of its chapter."""
        return int(self.number.split(".")[0])


def lines() -> list[Line]:
    """All requirements in the order of the standard."""
    read = tomllib.loads((FOLDER / "asvs.toml").read_text(encoding="utf-8"))
    found = [
        Line(
            number, one["level"], one["asks"], one["state"], tuple(one.get("proof", ())), one.get("note", "")
        )
        for number, one in read.items()
    ]
    return sorted(found, key=lambda one: [int(part) for part in one.number.split(".")])


def inventory() -> dict[str, list[dict[str, Any]]]:
    """Ways in, algorithms, keys, data, connections, logs."""
    return tomllib.loads((FOLDER / "inventory.toml").read_text(encoding="utf-8"))


def linked(proof: str) -> str:
    """A proof as Markdown: files lead there from docs/reference, settings to their page."""
    if proof.startswith("settings."):
        return f"`{proof}`"
    file, _, test = proof.partition("::")
    path, _, heading = file.partition("#")
    base = "../../" if not path.startswith("docs/") else "../"
    target = base + path.removeprefix("docs/") + (f"#{heading}" if heading else "")
    name = f"{Path(path).name}::{test}" if test else Path(path).name + (f"#{heading}" if heading else "")
    return f"[`{name}`]({target})"


def _row(one: Line) -> tuple[object, ...]:
    said = "<br>".join(linked(proof) for proof in one.proof)
    return (
        one.number,
        one.level,
        one.asks,
        f"**{one.state}**",
        f"{said}{'<br>' if said and one.note else ''}{one.note}",
    )


def asvs(head: Any, table: Any) -> str:
    """The list, with a count of the states by level first."""
    found = lines()
    counted = Counter((one.level, one.state) for one in found)
    rows = [
        (f"L{level}", *(counted[level, state] for state in STATES), sum(counted[level, s] for s in STATES))
        for level in (1, 2)
    ]
    text = (
        "对照 OWASP ASVS 5.0.0 第 1、2 级的每一条：现在怎样，凭什么说。"
        "条文用我们自己的话写，原文见 <https://owasp.org/ASVS>。"
        "met 有测试或设置为证；operator 由运行的人做，见[上线前的安全设置](../how-to/harden.md)。"
    )
    page = [*head("OWASP ASVS 5.0.0 二级对照", "docs/security/asvs.toml", text)]
    page += table(("Level", *STATES, "All"), rows)
    open_ones = [one for one in found if one.state in {"not met", "partly"}]
    missing = [(one.number, one.level, one.asks, f"**{one.state}**", one.note) for one in open_ones]
    page += ["## 还缺的", "", *table(("No.", "Level", "Asks", "State", "Missing"), missing)]
    for number, name in enumerate(CHAPTERS, 1):
        page += [f"## V{number} {name}", ""]
        page += table(
            ("No.", "Level", "Asks", "State", "Proof, or why"),
            (_row(o) for o in found if o.chapter == number),
        )
    return "\n".join(page)


def _facts(found: Iterable[Mapping[str, Any]], keys: Iterable[str]) -> list[tuple[str, ...]]:
    return [tuple(str(one[key]) for key in keys) for one in found]


def _used(one: Mapping[str, Any]) -> str:
    return "<br>".join(linked(path) for path in one["used"]) or "Django"


def security(head: Any, table: Any) -> str:
    """The inventory a review asks for."""
    had = inventory()
    text = (
        "登录的每条路、每种算法和密钥、每类数据、每条连接、每种日志。"
        "算法一表由测试对着源代码核对，缺一个就不通过。"
    )
    page = [*head("安全清单", "docs/security/inventory.toml", text)]
    page += [
        "## Ways in",
        "",
        *table(("Who", "By what", "Guarded by"), _facts(had["way"], ("who", "by", "guarded"))),
    ]
    page += ["## Algorithms", ""]
    algorithms = [
        (one["name"], one["standard"], one["bits"], one["what"], _used(one)) for one in had["algorithm"]
    ]
    page += table(("Algorithm", "Standard", "Bits", "For", "Where"), algorithms)
    page += [
        "No key serves two purposes. National algorithms (SM3, SM4) are used where 密码法 and GB/T "
        "39786-2021 ask for "
        "them. Sealed values begin with a version (`v1`), so that another cipher can follow while "
        "old values still open.",
        "", "## Keys", "",
    ]  # fmt: skip
    keys = ("name", "where", "protects", "made", "changed", "lost")
    page += table(("Key", "Where", "Protects", "Made", "Changed", "When lost"), _facts(had["key"], keys))
    page += ["A replaced key is destroyed with the last backup that needs it.", "", "## Data", ""]
    data = ("level", "what", "kept", "shown", "logged", "ends")
    page += table(("Level", "What", "Kept", "Shown", "Logged", "Ends"), _facts(had["data"], data))
    page += ["## Connections", ""]
    ways = ("what", "direction", "protocol", "setting", "when_away")
    page += table(("With", "Direction", "How", "Setting", "When it is away"), _facts(had["connection"], ways))
    logs = ("what", "where", "form", "says", "reads", "stays")
    page += [
        "## Logs",
        "",
        *table(("Log", "Where", "Form", "Says", "Who reads", "How long"), _facts(had["log"], logs)),
    ]
    return "\n".join(page)
