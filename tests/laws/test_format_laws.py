"""Laying out a random policy changes nothing but its layout, and twice is as good as once."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_dsl.format import formatted
from policy_dsl.format.same import differences
from policy_dsl.format.written import comments
from policy_dsl.meaning.meaning import content_hash
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, render_all
from policy_dsl.syntax.parse import PolicyFile, parse
from tests.format.scrambling import commented, scrambled
from tests.laws.policies import Sample, samples


def laid_out(text: str) -> str:
    done, mistakes = formatted(SourceText("policy", text))
    assert done is not None, render_all(mistakes)
    return done.text


def tree(text: str) -> PolicyFile:
    file, mistakes = parse(SourceText("policy", text))
    assert not mistakes, render_all(mistakes)
    return file


def meant(text: str) -> str:
    policy, said = check_text(SourceText("policy", text))
    assert policy is not None, render_all(said)
    return content_hash(policy)


@settings(max_examples=20, deadline=None)
@given(samples(), st.integers(0, 2**32))
def test_a_layout_keeps_the_policy_and_is_the_same_for_every_layout(
    sample: Sample, seed: int
) -> None:
    text, random = sample.policy(), Random(seed)

    done = laid_out(text)

    assert differences(tree(text), tree(done)) == []
    assert laid_out(done) == done
    assert meant(text) == meant(done)
    other = scrambled(done, random)
    assert laid_out(other) == done
    with_comments = commented(other, random)
    kept = laid_out(with_comments)
    assert [c.text for c in comments(kept)] == [c.text for c in comments(with_comments)]
    assert laid_out(kept) == kept
