"""Make the fonts that ship in the wheel: `python tools/fonts.py` (needs Debian's fonts-noto-cjk).

Two faces are cut out of Noto CJK (SIL Open Font License 1.1): a serif for the text of documents and
licences, a bold sans for their titles. The serif carries GB 2312, the whole 通用规范汉字表 (8,105
characters) and every character of our own texts; the sans the latter only, since a title with a rarer
character may fall back to the serif. They are renamed, so that they never stand in for a host's full Noto.
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibFileIsCollectionError

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "yimen" / "vault" / "fonts"
SOURCE = Path("/usr/share/fonts/opentype/noto")
SERIF = ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC", "YimenSong-Regular.otf", "Yimen Song", "Regular")
SANS = ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC", "YimenHei-Bold.otf", "Yimen Hei", "Bold")
_TEXTS = ("**/*.py", "**/*.html", "**/*.typ", "**/*.po", "**/*.csv", "**/*.json", "**/*.toml")
#: Latin with its accents, Greek, Cyrillic, punctuation, currency, arrows, mathematics, circled numbers, CJK
#: punctuation, bopomofo, and the full-width forms: what GB 18030's first plane puts beside the hanzi.
_RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3C9), (0x401, 0x451), (0x2010, 0x2027), (0x2030, 0x205E),
    (0x20AC, 0x20AC), (0x2100, 0x214D), (0x2160, 0x217F), (0x2190, 0x2199), (0x2200, 0x22BF),
    (0x2460, 0x249B), (0x25A0, 0x25FF), (0x2600, 0x2612), (0x3000, 0x303F), (0x3105, 0x3129),
    (0x3220, 0x3243), (0x338E, 0x33D5), (0xFE10, 0xFE19), (0xFE30, 0xFE4F), (0xFF01, 0xFF5E),
    (0xFFE0, 0xFFE6),
)  # fmt: skip


def gb2312() -> set[str]:
    """The hanzi and signs of GB 2312, read out of the codec."""
    cells = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {cell.decode("gb2312", "ignore") for cell in cells} - {""}


def table_2013() -> set[str]:
    """What the 通用规范汉字表 of 2013 has beyond GB 2312."""
    lines = (Path(__file__).parent / "table_2013.txt").read_text("utf-8").splitlines()
    return set("".join(line for line in lines if not line.startswith("#")))


def own_texts() -> set[str]:
    """Every character that our own pages, sheets, messages and samples use."""
    found: set[str] = set()
    for pattern in _TEXTS:
        for path in (ROOT / "yimen").glob(pattern):
            found |= set(path.read_text("utf-8"))
    return {one for one in found if one.isprintable()}


def basics() -> set[str]:
    """What both fonts have: our own texts, letters, figures and punctuation."""
    return own_texts() | {chr(code) for first, last in _RANGES for code in range(first, last + 1)}


def face(path: Path, family: str) -> TTFont:
    """One face of a collection by its family name. Raises SystemExit where the host lacks it."""
    if not path.exists():
        raise SystemExit(f"{path} is missing: apt-get install fonts-noto-cjk")
    for index in range(64):
        try:
            font = TTFont(path, fontNumber=index)
        except (TTLibFileIsCollectionError, IndexError):
            break
        if font["name"].getDebugName(1) == family:
            return font
    raise SystemExit(f"{path} has no face {family}")


def cut(font: TTFont, characters: set[str]) -> None:
    """Keep only these characters, with the shapes and widths that Chinese text needs."""
    options = subset.Options()
    options.layout_features = ["kern", "palt", "halt", "locl", "ccmp", "mark", "vert"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.desubroutinize = False
    options.notdef_outline = True
    options.hinting = False
    options.drop_tables += ["VORG", "DSIG", "BASE"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(one) for one in characters])
    cutter.subset(font)


def rename(font: TTFont, family: str, style: str) -> None:
    """Give it a name of our own (OFL: a changed font should not pose as the original)."""
    names = font["name"]
    words = {1: family, 2: style, 3: f"{family} {style}; Yimen", 4: f"{family} {style}",
             6: f"{family.replace(' ', '')}-{style}"}  # fmt: skip
    for record in list(names.names):
        if record.nameID in words or record.nameID in (16, 17, 21, 22):
            names.removeNames(nameID=record.nameID)
    for number, text in words.items():
        names.setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [words[6]]
    top[0].FamilyName, top[0].FullName = family, words[4]


def make(source: str, family: str, target: str, ours: str, style: str, characters: set[str]) -> None:
    """Cut and write one font and say how large it is."""
    font = face(SOURCE / source, family)
    cut(font, characters)
    rename(font, ours, style)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(TARGET / target)
    size = (TARGET / target).stat().st_size / 1e6
    print(f"{target}: {size:.1f} MB, {len(font.getBestCmap())} characters")


def main() -> None:
    """Write the shipped fonts."""
    TARGET.mkdir(parents=True, exist_ok=True)
    make(*SERIF, basics() | gb2312() | table_2013())
    make(*SANS, basics())


if __name__ == "__main__":
    main()
