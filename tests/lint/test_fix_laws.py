"""What `--fix` mends is mended, and nothing else is touched: in random policies and the library's.

Things that can be mended are planted: in a policy of the library, where nothing is to be mended,
the fix must give back the text that was there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from policy_dsl.check.policy import Policy
from policy_dsl.lint import fixed, lint
from policy_dsl.lint.remark import remark
from policy_dsl.meaning.meaning import content_hash
from policy_dsl.pipeline import check_text
from policy_dsl.source import Edit, SourceText, Span, render_all
from tests.docs.documents import ROOT
from tests.laws.laws import checked, decided, outcome
from tests.laws.policies import Sample, samples
from tests.lint.reading import page

LIBRARY = ROOT / "policies"
#: A figure that a rule holds something against, at the end of a line that has no comment.
_THRESHOLD = re.compile(r"^    .*[<>]= (\d+(?:\.\d+)?)%?$", re.M)
PLANTED = {"unused-source", "unused-group", "threshold-in-words"}
_DECLARATION = re.compile(r"(?<=\n\n)(?:rating|value|table|scorecard) ")


def planted(policy: Policy) -> str:
    """The text with a source that nothing cites, a group that nothing reads, figures repeated."""
    text = policy.source.text
    fact = next(iter(policy.facts))
    for declaration in ('source PLANTED secondary "Planted"', f"group planted = {fact}"):
        found = _DECLARATION.search(text)
        if found is not None:
            text = f"{text[: found.start()]}{declaration}\n\n{text[found.start() :]}"
    return _THRESHOLD.sub(lambda one: f"{one[0]}  # at least {one[1]}", text, count=3)


def read(path: str, text: str) -> Policy:
    policy, said = check_text(SourceText(path, text))
    assert policy is not None, render_all(said)
    return policy


def mended(policy: Policy) -> tuple[str, int]:
    """The text when there is nothing left to mend, and how much was."""
    total = 0
    while True:
        source, done = fixed(policy, lint(policy))
        if not done:
            return policy.source.text, total
        total += len(done)
        again = read(policy.source.path, source.text)
        if all(one.keeps_meaning for one in done):
            assert content_hash(again) == content_hash(policy)
        policy = again


@pytest.mark.parametrize(
    "path", sorted(LIBRARY.rglob("*.policy")), ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_the_fix_gives_back_what_a_policy_of_the_library_was(path: Path) -> None:
    text = path.read_text("utf-8")
    policy = read(str(path), planted(read(str(path), text)))
    remarks = [one for one in lint(policy) if one.diagnostic.code in PLANTED]
    assert len(remarks) >= 2
    source, done = fixed(policy, remarks)
    assert source.text == text
    assert len(done) == len(remarks)


@settings(max_examples=12, deadline=None)
@given(samples())
def test_a_random_policy_decides_the_same_when_all_is_mended(sample: Sample) -> None:
    policy = checked(planted(checked(sample.policy())))
    text, total = mended(policy)
    assert total >= 2
    assert all(word not in text for word in ("PLANTED", "planted", "# at least"))
    after = checked(text)
    was, now = (decided(one, sample.given, sample.kind) for one in (policy, after))
    assert outcome(was) == outcome(now)


@pytest.mark.parametrize("bad", ["96", "x", "9 5"])
def test_an_edit_that_changes_what_is_said_is_not_made_and_the_others_are(bad: str) -> None:
    text, _ = page("threshold-in-words")
    policy = read("sample.policy", text.replace("source WG", 'source OLD secondary "O"\nsource WG'))
    at = policy.source.text.index("95%")
    wrong = remark(policy, "todo", Span(at, at + 2), "", "", edits=[Edit(Span(at, at + 2), bad)])
    source, done = fixed(policy, [*lint(policy), wrong])
    assert {one.diagnostic.code for one in done} == {"threshold-in-words", "unused-source"}
    assert source.text == page("threshold-in-words")[1]
