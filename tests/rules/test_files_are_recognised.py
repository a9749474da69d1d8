"""Whatever comes in, recognising it names a kind that is taken or refuses in words, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import file_packages, file_pdfs, files
from yimen.rules.files import Media

MAGIC = [
    b"%PDF-1.7", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"PK\x03\x04", b"PK\x05\x06",
    b"MZ", b"#!", b"<html", b"<?xml", b"Rar!", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"GIF89a", b"",
]  # fmt: skip
HEADS = st.builds(lambda magic, rest: magic + rest, st.sampled_from(MAGIC), st.binary(max_size=200))
NAMES = st.text(max_size=30) | st.sampled_from(
    ["OFD.xml", "word/document.xml", "xl/workbook.xml", "../a.xml"]
)


@given(HEADS, st.none() | st.lists(NAMES, max_size=4))
def test_recognising_never_fails_otherwise(head: bytes, members: list[str] | None) -> None:
    try:
        assert isinstance(files.recognise(head, members), Media)
    except files.BadFile as refusal:
        assert refusal.words and refusal.code.startswith("file.")


@given(HEADS, st.sampled_from(Media))
def test_searching_the_whole_never_fails_otherwise(content: bytes, media: Media) -> None:
    for check in (
        lambda: files.check_nothing_else(content, media, opens_as_zip=False),
        lambda: file_pdfs.check_outside(content),
    ):
        try:
            check()
        except files.BadFile as refusal:
            assert refusal.words


@given(
    st.lists(
        st.builds(file_packages.Member, NAMES, st.integers(0, 2**40), st.integers(0, 2**32)), max_size=6
    ),
    st.sampled_from([Media.DOCX, Media.XLSX, Media.OFD]),
)
def test_judging_a_directory_never_fails_otherwise(members: list[file_packages.Member], media: Media) -> None:
    try:
        file_packages.check_members(members, media, 20)
    except files.BadFile as refusal:
        assert refusal.words


@given(st.text(max_size=30), st.dictionaries(st.text(max_size=12), st.text(max_size=20), max_size=4))
def test_judging_an_element_never_fails_otherwise(tag: str, attributes: dict[str, str]) -> None:
    for one in (tag, "Relationship", "Override", "URI", "fldSimple"):
        try:
            file_packages.check_element(one, attributes)
        except files.BadFile as refusal:
            assert refusal.words
