"""Check characters and the parts of codes: identity numbers, credit codes, task codes, certificates.

Sources: GB 11643-1999 (公民身份号码), GB 32100-2015 (统一社会信用代码), ISO 7064 MOD 37,36 (electronic
certificates, GB/T 36904-2018, and our own case numbers), GB/T 39046-2020 table 4 (实施编码).
Codes are never parsed to decide anything: parts are for display, search and warnings (domain 1.1).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

#: GB 11643-1999, 4.2.4: weights of the first 17 digits and the check characters for remainders 0 to 10.
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"

#: GB 32100-2015, 5.4: the 31 characters (no I O Z S V) and the weights 3^i mod 31.
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)

#: GB 11714-1997, 3.3: weights of the 8 characters of a 主体标识码.
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

#: ISO 7064: the 36 characters of MOD 37,36.
ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

#: GB/T 2260: first two digits of a region code; 83 = residents from Taiwan, 91 and up to 99 foreigners
#: with permanent residence (identity cards of 2018 and 2023).
PROVINCES = frozenset(
    str(number)
    for low, high in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for number in range(low, high + 1)
) | frozenset(str(number) for number in range(91, 100))

#: A person older than this is a mistyped year: the oldest documented life is 122 years.
MAX_AGE_YEARS = 130

_ID = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
# Bodies without a credit code carry a made-up one with letters outside its alphabet: taken, and warned of.
_TASK = re.compile(r"([0-9A-Z]{18})([1-7])([0-9A-Z]{12})([0-9A-Z]{2})?", re.ASCII)
_CERTIFICATE = re.compile(
    r"1\.2\.156\.3005\.2\.([0-9A-Z]+)\.([0-9A-Z]+)\.([0-9A-Z]+)\.([0-9]{3})\.([0-9A-Z])", re.ASCII
)


def half_width(text: str) -> str:
    """Full-width digits, letters and signs become half-width (１３８ → 138); spaces around it go."""
    return unicodedata.normalize("NFKC", text).strip()


def squeezed(text: str) -> str:
    """A number or code as typed: half-width capitals without spaces and hyphens."""
    return re.sub(r"[\s\-]", "", half_width(text)).upper()


def id_check(body: str) -> str:
    """Check character of the first 17 digits of an identity number (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, ID_WEIGHTS, strict=True))
    return ID_CHECKS[total % 11]


def id_well_formed(text: str) -> bool:
    """17 digits and a digit or capital X; says nothing of the check character."""
    return _ID.fullmatch(text) is not None


def id_check_ok(text: str) -> bool:
    """True where the form and the check character of an 18-character identity number are right."""
    return id_well_formed(text) and id_check(text[:17]) == text[17]


def birth_of(text: str) -> date | None:
    """The birth date in characters 7 to 14 of an identity number; None where that is no date."""
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def birth_plausible(text: str, today: date) -> bool:
    """A real date, not after `today`, and not more than MAX_AGE_YEARS years ago."""
    birth = birth_of(text)
    return birth is not None and birth <= today and today.year - birth.year <= MAX_AGE_YEARS


def is_male(text: str) -> bool:
    """Digit 17 of an identity number is odd for a man (GB 11643-1999, 4.2.3)."""
    return int(text[16]) % 2 == 1


def id_ok(text: str, today: date) -> bool:
    """Form, check character, region and a plausible birth date as of `today`."""
    return id_check_ok(text) and text[:2] in PROVINCES and birth_plausible(text, today)


def credit_check(body: str) -> str:
    """Check character of the first 17 of a credit code. Raises ValueError on a character outside it."""
    total = sum(CREDIT_ALPHABET.index(c) * w for c, w in zip(body, CREDIT_WEIGHTS, strict=True))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def credit_well_formed(text: str) -> bool:
    """18 characters of the credit code alphabet; says nothing of the check character."""
    return len(text) == 18 and all(c in CREDIT_ALPHABET for c in text)


def credit_code_ok(text: str) -> bool:
    """Form and check character of a credit code. Two real bodies fail it: an import warns, never refuses."""
    return credit_well_formed(text) and credit_check(text[:17]) == text[17]


def body_check(eight: str) -> str:
    """Check character of the first 8 characters of a 主体标识码 (GB 11714-1997, 3.3): MOD 11, 10 is X."""
    total = sum(ALNUM.index(char) * weight for char, weight in zip(eight, BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def new_credit_code(kind: str, region: str, eight: str) -> str:
    """A 统一社会信用代码 for who is registered (GB 32100-2015, 4): department and kind (2), region (6), the
    body's own 8 characters with their check, and the check of all."""
    body = f"{kind}{region}{eight}{body_check(eight)}"
    return body + credit_check(body)


def mod37_36(text: str) -> str:
    """ISO 7064 MOD 37,36 (hybrid) check character of digits and capital letters.

    Finds every single mistyped character and nearly every pair of swapped neighbours.
    Raises ValueError on any other character.
    """
    carry = 36
    for char in text:
        carry = ((carry + ALNUM.index(char)) % 36 or 36) * 2 % 37
    return ALNUM[(37 - carry) % 36]


def mod37_36_ok(text: str) -> bool:
    """True where the last character is the check character of those before it."""
    return len(text) > 1 and all(c in ALNUM for c in text) and mod37_36(text[:-1]) == text[-1]


@dataclass(frozen=True)
class TaskCode:
    """实施编码 (31 characters) or 业务办理项编码 (33), taken apart. `handling` is empty for 31."""

    credit_code: str
    level: str
    base: str
    handling: str = ""

    @property
    def credit_ok(self) -> bool:
        """The check character of the body's credit code; False is a warning only."""
        return credit_code_ok(self.credit_code)


def parse_task_code(code: str) -> TaskCode | None:
    """Take a task code of 31 or 33 characters apart; None for any other (local formats are lawful)."""
    found = _TASK.fullmatch(half_width(code).upper())
    if found is None:
        return None
    credit_code, level, base, handling = found.groups()
    return TaskCode(credit_code, level, base, handling or "")


def certificate_ok(identifier: str) -> bool:
    """电子证照标识 (GB/T 36904-2018): type + issuer + serial + version, without dots, against its check."""
    found = _CERTIFICATE.fullmatch(identifier)
    return found is not None and mod37_36("".join(found.groups()[:4])) == found.group(5)
