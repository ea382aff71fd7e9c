"""The one layout: what changes, what stays, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_dsl.format import Unfaithful, format, formatted
from policy_dsl.format.same import differences
from policy_dsl.source import SourceText, render_all
from policy_dsl.syntax.parse import DEEPEST, parse
from tests.docs.documents import ROOT

GOLDEN = sorted((Path(__file__).parent / "layouts").glob("*.policy.txt"))


def laid_out(text: str) -> str:
    """The text in the one layout."""
    done, mistakes = formatted(SourceText("policy", text))
    assert done is not None, render_all(mistakes)
    return done.text


# ---- by construct --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name.partition(".")[0])
def test_each_construct_as_it_is_written_and_as_it_is_laid_out(path: Path) -> None:
    written, mark, wanted = path.read_text("utf-8").partition("\n# ==== laid out ====\n")
    assert mark
    assert laid_out(written) == wanted
    assert laid_out(wanted) == wanted


def test_every_construct_is_among_them() -> None:
    constructs = {path.stem for path in (ROOT / "policy_dsl" / "syntax").glob("*.py")}
    held = {path.name.partition(".")[0] for path in GOLDEN}
    apart = {"comments", "blank_lines", "breaks"}
    assert held - apart <= constructs
    assert {"tables", "scorecards", "facts", "ratings", "examples", "layouts"} <= held


# ---- what is refused -----------------------------------------------------------------------------


def test_a_file_that_cannot_be_read_is_left_as_it_is() -> None:
    done, mistakes = formatted(SourceText("policy", "value x = = 3\n"))
    assert done is None
    assert [item.code for item in mistakes] == ["syntax"]


@pytest.mark.parametrize("depth", [DEEPEST, DEEPEST + 1, 10_000])
def test_brackets_without_end_are_refused_and_said(depth: int) -> None:
    """Found with a text that a person might make by accident: the layout followed every bracket."""
    text = f"value x =\n    {'(' * depth}1{')' * depth}  # one (two\n"

    done, mistakes = formatted(SourceText("policy", text))

    codes = [item.code for item in mistakes]
    assert codes == (["nested-too-deeply"] if depth > DEEPEST else [])
    assert (done is None) == (depth > DEEPEST)


def test_mistakes_that_only_the_checker_finds_are_no_obstacle() -> None:
    assert laid_out("value  x=nobody+1") == "value x = nobody + 1\n"


@pytest.mark.parametrize(
    ("found", "put", "said"),
    [
        ("x = 2.40", "x = 2.41", "Constant in line 1"),
        ("x = 2.40", "x = 2.4", "Constant in line 1"),
        ("  # kept", "", "the comments"),
        ("(a or b) and", "a or b and", "ValueDeclaration in line 2"),
        ("[DOC 1]", "[DOC 2]", "Citation in line 3"),
        ("value z", "value y", "Word in line 3"),
    ],
)
def test_a_planted_change_of_meaning_is_refused(
    found: str, put: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "value x = 2.40  # kept\nvalue y = (a or b) and c\nvalue z=1 [DOC 1]\n"
    laid = laid_out(text)
    assert found in laid
    broken = laid.replace(found, put).splitlines()
    monkeypatch.setattr(format, "_laid_out", lambda file: iter(broken))
    with pytest.raises(Unfaithful, match=f"the layout would change what it says: {said}"):
        formatted(SourceText("policy", text))


def test_a_layout_that_cannot_be_read_again_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(format, "_laid_out", lambda file: iter(["value x = ="]))
    with pytest.raises(Unfaithful):
        formatted(SourceText("policy", "value x = 1"))


def test_a_construct_it_has_not_heard_of_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unheard:
        """Stands for a declaration that the grammar has and the formatter has not."""

    monkeypatch.setattr(format, "Source", Unheard)
    with pytest.raises(AssertionError):
        formatted(SourceText("policy", 'source A published "T"\n'))


def test_the_same_text_has_no_differences() -> None:
    source = SourceText("policy", "value x = 1 # note\n")
    assert differences(parse(source)[0], parse(source)[0]) == []
