"""Edits of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.source import Edit, SourceText, Span, edited

TEXT = SourceText("a.policy", "one two three")


def test_edits_are_made_whatever_their_order() -> None:
    edits = [Edit(Span(8, 13), "3"), Edit(Span(0, 3), "1"), Edit(Span(4, 4), "and ")]
    assert edited(TEXT, edits).text == "1 and two 3"
    assert edited(TEXT, edits[::-1]).text == "1 and two 3"
    assert edited(TEXT, []).text == TEXT.text


@pytest.mark.parametrize(
    "edits",
    [[Edit(Span(0, 5), ""), Edit(Span(4, 7), "")], [Edit(Span(10, 14), "")]],
)
def test_edits_that_overlap_or_reach_beyond_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlap or reach beyond"):
        edited(TEXT, edits)


@given(st.text(), st.data())
def test_an_edit_that_writes_what_stands_there_changes_nothing(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    source = SourceText("a.policy", text)
    assert edited(source, [Edit(Span(start, end), text[start:end])]).text == text
