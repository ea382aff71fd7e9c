"""Spans, positions and reading a file."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.source import Diagnostic, Position, SourceText, Span, read_source, render, to_json


def test_joining_spans_covers_both_in_either_order() -> None:
    assert Span(8, 9).to(Span(2, 4)) == Span(2, 4).to(Span(8, 9)) == Span(2, 9)
    assert Span(0, 9).to(Span(2, 4)) == Span(0, 9)


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (3, 2)])
def test_a_span_runs_forwards_from_zero(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_positions_count_from_one_in_characters() -> None:
    source = SourceText("p", "añb\n\nc\n")
    assert source.lines == 4
    assert [source.line(number) for number in (1, 2, 3, 4)] == ["añb", "", "c", ""]
    assert source.position(2) == Position(1, 3)
    assert source.position(3) == Position(1, 4)  # the newline belongs to the line it ends
    assert source.position(4) == Position(2, 1)
    assert source.position(7) == source.position(99) == Position(4, 1)
    assert source.position(-5) == Position(1, 1)


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_line_that_is_not_there(number: int) -> None:
    with pytest.raises(IndexError):
        SourceText("p", "a\nb").line(number)


@given(st.text(alphabet="ab\n\r\u2028", max_size=30))
def test_positions_and_lines_agree(text: str) -> None:
    source = SourceText("p", text)
    assert "\n".join(source.line(number) for number in range(1, source.lines + 1)) == text
    for offset, character in enumerate(text):
        at = source.position(offset)
        assert (source.line(at.line) + "\n")[at.column - 1] == character


def test_two_sources_with_the_same_text_are_not_equal() -> None:
    assert SourceText("p", "x") != SourceText("p", "x")


def read_bytes(tmp_path: Path, data: bytes, limit: int = 1000) -> SourceText | Diagnostic:
    path = tmp_path / "x.policy"
    path.write_bytes(data)
    return read_source(path, limit)


def test_byte_order_mark_and_windows_line_ends_are_taken_off(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, b"\xef\xbb\xbfa\r\n\xc2\xa3\r\n")
    assert isinstance(found, SourceText)
    assert found.text == "a\n£\n"


def test_an_empty_file_is_a_text(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, b"")
    assert isinstance(found, SourceText)
    assert (found.text, found.lines) == ("", 1)


def diagnosed(found: SourceText | Diagnostic) -> Diagnostic:
    assert isinstance(found, Diagnostic)
    render(found)
    return found


def test_a_missing_file_offers_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "2025-26.policy").write_text("")
    found = diagnosed(read_source(tmp_path / "2025-62.policy"))
    assert found.code == "file-missing"
    assert found.help == "did you mean `2025-26.policy`?"
    assert diagnosed(read_source(tmp_path / "none" / "x")).help is None


def test_a_directory(tmp_path: Path) -> None:
    assert diagnosed(read_source(tmp_path)).code == "file-is-directory"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("")
    path.chmod(0)
    assert diagnosed(read_source(path)).code == "file-unreadable"


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b", "x/y"])
def test_a_path_that_cannot_be_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / "x").write_text("")
    assert diagnosed(read_source(tmp_path / name)).code == "file-unreadable"


def test_not_utf8_says_which_byte_and_line(tmp_path: Path) -> None:
    found = diagnosed(read_bytes(tmp_path, b"a\nb\nc\xa3"))
    assert found.code == "file-not-utf8"
    assert "byte 0xa3 at offset 5, line 3" in found.message
    utf16 = diagnosed(read_bytes(tmp_path, "policy".encode("utf-16")))
    assert utf16.help is not None
    assert "UTF-16" in utf16.help


def test_the_limit_is_the_last_size_allowed(tmp_path: Path) -> None:
    assert isinstance(read_bytes(tmp_path, b"x" * 10, limit=10), SourceText)
    assert diagnosed(read_bytes(tmp_path, b"x" * 11, limit=10)).code == "file-too-large"


def test_nul_is_pointed_at(tmp_path: Path) -> None:
    found = diagnosed(read_bytes(tmp_path, b"a\nb\0"))
    assert found.code == "file-contains-nul"
    assert (to_json(found)["line"], to_json(found)["column"]) == (2, 2)
    assert "2 | b\\x00\n  |  ^^^^\n" in render(found)


@given(data=st.binary(max_size=40))
def test_any_bytes_are_a_text_or_a_diagnostic(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    found = read_bytes(tmp_path_factory.getbasetemp(), data)
    if isinstance(found, SourceText):
        assert found.text.encode() == data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    else:
        diagnosed(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("waits  >= 3\n        and late", "waits >= 3 and late"),
        ("waits >= 3  # the limit\n    and late # or not", "waits >= 3 and late"),
        ('text is "a # b"  # c', 'text is "a # b"'),
        ('text is "a \\" # b"  # c', 'text is "a \\" # b"'),
    ],
)
def test_a_piece_on_one_line(text: str, said: str) -> None:
    source = SourceText("a.policy", f"({text}\n)")
    assert source.on_one_line(Span(1, 1 + len(text))) == said
