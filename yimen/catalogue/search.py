"""Search terms of an item and of what people type: words, two-letter pieces, pinyin. Pure text, no database.

Kinds of term by prefix: none = a word or a two-letter piece, `=` the whole phrase, `c:` one letter,
`p:` pinyin of two neighbours (finds homophone slips and typed pinyin), `f:` pinyin of one whole word,
`i:` pinyin initials (jsz finds 驾驶证). Why this cutter: docs/why/0002-search.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources

import rjieba
from pypinyin import lazy_pinyin

from yimen.rules.item import ItemSpec

#: What is typed beyond this is cut off, and a term never exceeds its column.
MAX_QUERY = 60
MAX_TERM = 38
#: At most this many terms of one query reach the database.
MAX_TERMS = 90

#: How much a hit counts by where it stands (our own choice, checked by tests/catalogue/test_search_*.py).
NAME, WORDS, AROUND, SUMMARY = 3.0, 2.6, 1.1, 0.4
#: How much a hit counts by how sure it is.
WHOLE, WORD, PIECE, LETTER, SOUND, FULL, INITIALS, RUN = 1.6, 1.0, 0.6, 0.2, 0.5, 0.8, 1.0, 0.4
#: A synonym counts less than the word itself.
SYNONYM = 0.7
#: How much of a summary or of the conditions is read.
SUMMARY_LETTERS = 60

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_HAN}]+|[a-z0-9]+")
_IS_HAN = re.compile(f"[{_HAN}]")
#: Words that say nothing of what is wanted.
_EMPTY = frozenset(
    (
        "怎么",
        "怎样",
        "如何",
        "哪里",
        "哪儿",
        "什么",
        "需要",
        "我要",
        "我想",
        "想要",
        "可以",
        "是否",
        "请问",
        "一下",
    )
)
_ASKING = re.compile(
    "怎么办理|怎么办|怎么|怎样|如何|哪里|哪儿|什么|请问|我要|我想|想要|能不能|可不可以|需要|吗|呢"
)


def normalise(text: str) -> str:
    """Half-width, lower case, letters and digits only with single spaces, at most MAX_QUERY of them."""
    cut = unicodedata.normalize("NFKC", text[: 4 * MAX_QUERY]).lower()
    return " ".join(_RUNS.findall(cut))[:MAX_QUERY].strip()


def terms_of(spec: ItemSpec) -> dict[str, float]:
    """The terms under which an item is found, with their weights; rounded to 3 places."""
    found: dict[str, float] = {}
    short = 1.6 / (1 + len(spec.name) / 25)
    for text, weight in _places(spec):
        for term, sure in _index_terms(text, sounds=weight > SUMMARY):
            value = round(weight * sure * short, 3)
            if value > found.get(term, 0):
                found[term] = value
    return found


def _places(spec: ItemSpec) -> Iterator[tuple[str, float]]:
    yield spec.name, NAME
    for word in spec.words:
        yield word, WORDS
    for topic in (*spec.person_topics, *spec.corp_topics):
        yield topic, AROUND
    yield spec.department_name, AROUND
    yield spec.result_name, AROUND
    yield spec.summary[:SUMMARY_LETTERS], SUMMARY


def _index_terms(text: str, *, sounds: bool) -> Iterator[tuple[str, float]]:
    plain = " ".join(_RUNS.findall(unicodedata.normalize("NFKC", text).lower()))
    if sounds and plain:
        yield "=" + plain.replace(" ", "")[:MAX_TERM], WHOLE
    for run in plain.split():
        if not _IS_HAN.match(run):
            yield run[:MAX_TERM], WORD
            continue
        yield from _words(run)
        if sounds:
            yield from _pieces(run)
            yield from _sounds(run)


def _words(run: str) -> Iterator[tuple[str, float]]:
    for word in _cutter().cut_for_search(run):
        if 1 < len(word) <= MAX_TERM:
            yield word, WORD * (1 + 0.15 * (len(word) - 2))


def _pieces(run: str) -> Iterator[tuple[str, float]]:
    for at in range(len(run) - 1):
        yield run[at : at + 2], PIECE
    for letter in run:
        yield "c:" + letter, LETTER


def _sounds(run: str) -> Iterator[tuple[str, float]]:
    said = _said(run)
    for at in range(len(said) - 1):
        yield f"p:{said[at]}{said[at + 1]}"[:MAX_TERM], SOUND
    first = "".join(one[0] for one in said)
    for size in (3, 4):
        for at in range(len(first) - size + 1):
            yield "i:" + first[at : at + size], RUN
    at = 0
    for word in _cutter().cut(run):
        here = said[at : at + len(word)]
        at += len(word)
        if len(word) > 1:
            yield f"f:{''.join(here)}"[:MAX_TERM], FULL
            yield "i:" + "".join(one[0] for one in here)[:MAX_TERM], INITIALS


def _said(run: str) -> list[str]:
    return lazy_pinyin(run, errors=_letters)  # type: ignore[arg-type]


def _letters(unknown: str) -> list[str]:
    """Rare letters without a known sound stand for themselves, one by one."""
    return list(unknown)


def query_terms(text: str) -> dict[str, float]:
    """The terms of what somebody typed, with their weights; empty when nothing can be looked for."""
    plain = normalise(text)
    wanted = _ASKING.sub(" ", plain)
    wanted = wanted if wanted.strip() else plain
    found: dict[str, float] = {}
    _take(found, _asked_terms(wanted), 1.0)
    for meant in synonyms_in(plain):
        _take(found, _meant_terms(meant), SYNONYM)
    best = sorted(found.items(), key=lambda pair: -pair[1])[:MAX_TERMS]
    return dict(best)


def _take(found: dict[str, float], terms: Iterable[tuple[str, float]], weight: float) -> None:
    for term, sure in terms:
        found[term] = max(found.get(term, 0.0), sure * weight)


def _asked_terms(plain: str) -> Iterator[tuple[str, float]]:
    whole = plain.replace(" ", "")
    if whole:
        yield "=" + whole[:MAX_TERM], WHOLE
    for run in plain.split():
        if _IS_HAN.match(run):
            yield from _asked_han(run)
        else:
            yield from _asked_latin(run)


def _asked_han(run: str) -> Iterator[tuple[str, float]]:
    if len(run) == 1:
        yield "c:" + run, WORD
        return
    yield from ((word, sure) for word, sure in _words(run) if word not in _EMPTY)
    for at in range(len(run) - 1):
        if run[at : at + 2] not in _EMPTY:
            yield run[at : at + 2], PIECE
    said = _said(run)
    for at in range(len(said) - 1):
        yield f"p:{said[at]}{said[at + 1]}"[:MAX_TERM], SOUND


def _asked_latin(run: str) -> Iterator[tuple[str, float]]:
    yield run[:MAX_TERM], WORD
    if not run.isalpha():
        return
    yield "f:" + run[: MAX_TERM - 2], FULL
    said = syllables(run)
    if len(said) > 1:
        for at in range(len(said) - 1):
            yield f"p:{said[at]}{said[at + 1]}"[:MAX_TERM], WORD
        return
    yield "i:" + run[: MAX_TERM - 2], WORD
    for at in range(len(run) - 3):
        yield "i:" + run[at : at + 4], RUN


def _meant_terms(meant: str) -> Iterator[tuple[str, float]]:
    yield "=" + meant[:MAX_TERM], WHOLE
    yield from _words(meant)


def syllables(typed: str) -> tuple[str, ...]:
    """Typed pinyin cut into syllables, the longest first with a way back; empty when it is none."""
    known = _known_syllables()
    best: dict[int, tuple[str, ...]] = {len(typed): ()}
    for at in range(len(typed) - 1, -1, -1):
        for size in range(6, 0, -1):
            rest = best.get(at + size)
            if typed[at : at + size] in known and rest is not None:
                best[at] = (typed[at : at + size], *rest)
                break
    return best.get(0, ())


@lru_cache(maxsize=1)
def _known_syllables() -> frozenset[str]:
    return frozenset(one for line in _lines("syllables.txt") for one in line.split())


def synonyms_in(plain: str) -> list[str]:
    """What is meant by the everyday words found in the text; a longer word hides the shorter in it."""
    table, left = synonyms(), plain.replace(" ", "")
    found: list[str] = []
    for word in sorted((w for w in table if w in left), key=len, reverse=True):
        if word in left:
            left = left.replace(word, " ")
            found.extend(table[word])
    return list(dict.fromkeys(found))[:12]


@lru_cache(maxsize=1)
def synonyms() -> dict[str, tuple[str, ...]]:
    """Everyday word → words of the catalogue, from synonyms.txt (`said said => meant meant`)."""
    table: dict[str, tuple[str, ...]] = {}
    for line in _lines("synonyms.txt"):
        said, _arrow, meant = line.partition("=>")
        for word in said.split():
            table[word.lower()] = (*table.get(word.lower(), ()), *meant.split())
    return table


@lru_cache(maxsize=1)
def _cutter() -> rjieba.Jieba:
    cutter = rjieba.Jieba()
    for word in _lines("trade_words.txt"):
        cutter.add_word(word, None, None)
    return cutter


def _lines(name: str) -> list[str]:
    text = resources.files("yimen.catalogue").joinpath(name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
