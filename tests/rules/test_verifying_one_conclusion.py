"""What anybody is told of a document: one conclusion out of signature, record and status."""

from __future__ import annotations

import pytest

from yimen.rules.licence_states import LicenceStatus as S
from yimen.rules.seals import Signature
from yimen.rules.verifying import Finding, judge


@pytest.mark.parametrize("status", list(S))
def test_every_status_has_its_words(status: S) -> None:
    found = judge(known=True, status=status, signature=Signature.INTACT)
    assert (found is Finding.GOOD) == (status is S.VALID)
    assert judge(known=True, status=status) is found


@pytest.mark.parametrize("known", [True, False])
def test_a_broken_signature_is_told_first(known: bool) -> None:
    assert judge(known=known, status=S.REVOKED, signature=Signature.ALTERED) is Finding.ALTERED


def test_nothing_is_good_without_the_record() -> None:
    for signature in (Signature.INTACT, Signature.UNSIGNED, Signature.FOREIGN, None):
        assert judge(known=False, status=None, signature=signature) is Finding.UNKNOWN
    assert judge(known=True, signature=Signature.FOREIGN) is Finding.UNKNOWN


def test_a_document_of_a_case_is_good_unless_the_case_is_void() -> None:
    assert judge(known=True, signature=Signature.INTACT) is Finding.GOOD
    assert judge(known=True, void=True) is Finding.VOID
