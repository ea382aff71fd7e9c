"""Everything that is shipped stands in the one layout, and comes out the same from any other."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from policy_dsl.format import formatted
from policy_dsl.format.written import comments
from policy_dsl.meaning.meaning import content_hash
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, read_source, render_all
from tests.docs.documents import ROOT, Block, blocks
from tests.format.scrambling import commented, scrambled
from tests.format.test_format import laid_out

SHIPPED = sorted(
    path for folder in ("policies", "docs") for path in (ROOT / folder).rglob("*.policy")
)
WRITTEN = [*blocks("policy"), *blocks("policy", "failing"), *blocks("policy", "mistake")]


def text_of(path: Path) -> str:
    source = read_source(path)
    assert isinstance(source, SourceText)
    return source.text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_shipped_policy_is_in_the_layout(path: Path) -> None:
    text = text_of(path)
    assert laid_out(text) == text


@pytest.mark.parametrize("block", WRITTEN, ids=str)
def test_a_policy_on_a_page_is_in_the_layout(block: Block) -> None:
    done, mistakes = formatted(SourceText(str(block), block.text))
    if block.mark != "mistake":
        assert not mistakes
    assert done is None or done.text == block.text


def test_policies_on_pages_were_found_at_all() -> None:
    assert len(WRITTEN) > 50
    assert len(SHIPPED) > 20


def meant(text: str, path: Path) -> str:
    policy, said = check_text(SourceText(str(path), text))
    assert policy is not None, render_all(said)
    return content_hash(policy)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_however_it_was_laid_out_it_comes_out_the_same(path: Path) -> None:
    text, random = text_of(path), Random(path.as_posix()[-40:])
    other = scrambled(text, random)
    assert other != text
    assert laid_out(other) == text

    with_comments = commented(other, random)
    done = laid_out(with_comments)
    if path.is_relative_to(ROOT / "policies"):
        assert meant(done, path) == meant(text, path)
    assert [c.text for c in comments(done)] == [c.text for c in comments(with_comments)]
    assert len(comments(done)) > len(comments(text))
    assert laid_out(done) == done
