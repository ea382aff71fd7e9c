"""A comment beside a line leaves what survives on it, and is told when it leaves nothing."""

from __future__ import annotations

from policy_dsl.mutate.run import try_all
from policy_dsl.mutate.surviving import Survivor, explained, left
from policy_dsl.source import Diagnostic
from tests.laws.laws import checked

TEXT = """\
policy example.wards version 2025
    title    "Wards"
    in force from 2025-04-01
    rates    ward each quarter

source DOC published "A document"

scale colour best to worst: green, amber, red

facts each quarter                          [DOC]
    falls count "Falls"

rating safety: colour                       [DOC]
    red   when falls > 3
    amber when falls = 1 or falls > 1
    green otherwise

example "One fall"                          [DOC]
    given falls 1
    expect safety amber
"""
LINE = "    red   when falls > 3"
FILLED = """
example "Three falls"                       [DOC]
    given falls 3
    expect safety amber

example "Four falls"                        [DOC]
    given falls 4
    expect safety red
"""
FEWER = """
example "Two falls"                         [DOC]
    given falls 2
    expect safety amber

example "No fall"                           [DOC]
    given falls 0
    expect safety green
"""


def found(text: str) -> tuple[tuple[Survivor, ...], tuple[Diagnostic, ...]]:
    policy = checked(text)
    survivors = [one for one in try_all(policy) if one.survived]
    return left(policy, list(explained(policy, survivors)))


def said_of(survivors: tuple[Survivor, ...]) -> dict[str, str]:
    return {one.tried.mutant.what: one.left for one in survivors}


def test_a_comment_leaves_what_survives_on_its_line() -> None:
    before, said = found(TEXT)
    assert said == ()
    assert set(said_of(before).values()) == {""}
    comment = "  # allow survives: nobody falls so often"
    after, said = found(TEXT.replace(LINE, LINE + comment))
    assert said == ()
    leaves = said_of(after)
    assert leaves.keys() == said_of(before).keys()
    assert leaves["falls > 3: > becomes >="] == "nobody falls so often"
    assert {what for what, why in leaves.items() if why} == {
        what for what in leaves if what.startswith(("falls > 3:", "red when falls > 3"))
    }
    above, _ = found(TEXT.replace(LINE, f"   {comment}\n{LINE}"))
    assert said_of(above) == leaves


def test_what_is_equivalent_needs_no_leave() -> None:
    line = "    amber when falls = 1 or falls > 1"
    filled = TEXT + FILLED + FEWER
    before, _ = found(filled)
    assert {one.tried.mutant.what for one in before} == {
        "falls > 1: > becomes >=",
        "falls > 1: 1 becomes 0",
    }
    assert all(one.equivalent for one in before)
    after, said = found(filled.replace(line, f"{line}  # allow survives: no matter"))
    assert [one.code for one in said] == ["allow-silences-nothing"]
    assert not any(one.left for one in after)


def test_a_comment_says_why_and_is_needed() -> None:
    bare, said = found(TEXT.replace(LINE, f"{LINE}  # allow survives"))
    assert [one.code for one in said] == ["allow-without-reason"]
    assert not any(one.left for one in bare)
    _, said = found(TEXT.replace(LINE, f"{LINE}  # allow survives: not now") + FILLED)
    assert [one.code for one in said] == ["allow-silences-nothing"]
