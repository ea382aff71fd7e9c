"""Comments that say TODO."""

from __future__ import annotations

import pytest

from tests.lint.reading import page, told

BAD, GOOD = page("todo")


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "TBC", "TBD"])
def test_the_word_is_pointed_at(word: str) -> None:
    assert told(BAD.replace("TODO", word)) == [("todo", 13, word)]


def test_only_whole_words_in_comments() -> None:
    assert told(BAD.replace("TODO", "TODOS")) == []
    assert told(GOOD.replace("Waits in wards", "TODO # TODO")) == []


def test_a_quote_within_a_text_does_not_end_it() -> None:
    assert told(GOOD.replace("Waits in wards", 'Waits \\" # TODO')) == []
