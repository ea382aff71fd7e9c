"""Whatever is in a file, reading, checking and deciding never raise, and end in reasonable time."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policy_dsl.evaluate.evaluate import prepare
from policy_dsl.facts.records import Organisation, Record
from policy_dsl.pipeline import check_text
from policy_dsl.source import SourceText, render_all, to_json
from policy_dsl.syntax.declarations import pieces
from policy_dsl.values.periods import Period
from policy_dsl.values.types import Value
from tests.shipped import FILES, rules_of

ROOT = Path(__file__).resolve().parents[2]
#: Whole where they are short: of the long ones, the examples are two thirds.
SHIPPED = [
    path.read_text("utf-8") if path.stat().st_size < 12_000 else rules_of(path).text
    for path in FILES
]
GRAMMAR = (ROOT / "policy_dsl" / "syntax" / "policy.lark").read_text("utf-8")
HEADER = """\
policy test.sample version 1
    title    "Sample"
    in force 2025-04-01 to 2026-03-31
    rates    acute_trust each quarter

scale score best to worst: 1, 2, 3

facts each quarter
    a yes_or_no "A"
    b number    "B"
    s score     "S"

"""
#: Far more than any of these needs, and far less than what is quadratic would take.
LONGEST = 10.0

fast = settings(
    max_examples=500,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


def run(text: str) -> list[str]:
    """The whole way that a text can go; the codes of what is said of it."""
    source = SourceText("fuzz.policy", text)
    policy, said = check_text(source)
    for diagnostic in said:
        for label in diagnostic.labels:
            assert 0 <= label.span.start <= label.span.end <= len(text)
        to_json(diagnostic)
    render_all(said[:20])
    if policy is None:
        assert said, "a policy that is refused without a word"
        return [diagnostic.code for diagnostic in said]
    period = Period.containing(policy.first_day, policy.period)
    prepared = prepare(policy)
    for kind in (policy.kinds[0], "", "another"):
        record = Record(Organisation("RXX", "", kind), period, {}, {})
        decision = prepared.decide(record)
        values: list[Value] = [step.value for step in decision.trace()]
        assert len(values) >= len(policy.results)
    return [diagnostic.code for diagnostic in said]


def timed(text: str) -> list[str]:
    start = time.process_time()
    codes = run(text)
    assert time.process_time() - start < LONGEST
    return codes


# ---- at random -----------------------------------------------------------------------------------

TOKENS = [
    *sorted({word for line in GRAMMAR.split("\n") for word in line.split() if word.isalpha()}),
    *"()[]|,:=<>+-*/%£#\"'._\\\t",
    *["<=", ">=", "!="],
    *[
        "1",
        "2.5",
        "98%",
        "£4,000",
        "60 days",
        "2025-06-26",
        "2025-02-30",
        '"text"',
        "[MM]",
        "a",
        "b",
    ],
    *["policy", "title", "in force", "rates", "each quarter", "on a date", "source", "published"],
    *["scale", "best to worst:", "choice", "facts", "national facts", "group", "value", "table"],
    *["rating", "start with", "override", "no better than", "becomes", "when", "otherwise", "any"],
    *["is", "is not", "or worse", "and", "or", "not", "average of", "count of", "which are"],
    *["round", "half up", "to 2 places", "leaving out missing", "nothing", "yes", "no", "layout"],
    *[
        "\n",
        "\n    ",
        "\n        ",
        "\n\n",
        "from",
        "within",
        "applies to",
        "supplied in",
        "é",
        "日",
    ],
]
BEGINNINGS = [
    "value v = ",
    "rating r: score\n    ",
    "table t: score\n    | s | t |\n    |",
]
CHARACTERS = st.characters(exclude_categories=["Cs"])


@fast
@given(st.text(CHARACTERS, max_size=300))
def test_random_text(text: str) -> None:
    run(text)


@fast
@given(st.text(CHARACTERS, max_size=60), st.integers(0, 600))
def test_random_text_within_a_policy(text: str, place: int) -> None:
    at = place % len(HEADER)
    run(HEADER[:at] + text + HEADER[at:])


@fast
@given(st.binary(max_size=300), st.sampled_from(["utf-8", "latin-1", "utf-16-le"]))
def test_random_bytes(data: bytes, encoding: str) -> None:
    run(data.decode(encoding, "replace"))


@fast
@given(st.lists(st.sampled_from(TOKENS), max_size=40), st.sampled_from([" ", " ", ""]))
def test_token_soup(tokens: list[str], between: str) -> None:
    run(between.join(tokens))


@fast
@given(st.lists(st.sampled_from(TOKENS), max_size=15), st.sampled_from(BEGINNINGS))
def test_token_soup_after_a_sound_beginning(tokens: list[str], beginning: str) -> None:
    run(HEADER + beginning + " ".join(tokens) + "\n")


@settings(fast, max_examples=180)
@given(st.sampled_from(SHIPPED), st.integers(0, 20_000))
def test_any_beginning_of_a_policy_we_ship(text: str, end: int) -> None:
    run(text[: end % (len(text) + 1)])


@settings(fast, max_examples=110)
@given(
    st.sampled_from(SHIPPED),
    st.lists(
        st.tuples(st.sampled_from(["drop", "twice", "indent", "swap"]), st.integers(0, 999)),
        min_size=1,
        max_size=6,
    ),
)
def test_lines_left_out_doubled_and_moved(text: str, changes: list[tuple[str, int]]) -> None:
    lines = text.split("\n")
    for what, number in changes:
        at = number % len(lines)
        match what:
            case "drop" if len(lines) > 1:
                del lines[at]
            case "twice":
                lines.insert(at, lines[at])
            case "indent":
                lines[at] = lines[at][4:] if lines[at].startswith("    ") else f"    {lines[at]}"
            case _:
                lines.append(lines.pop(at))
    run("\n".join(lines))


@settings(fast, max_examples=140)
@given(
    st.sampled_from(SHIPPED),
    st.lists(st.tuples(st.integers(0, 20_000), st.sampled_from(TOKENS)), min_size=1, max_size=4),
)
def test_words_put_into_a_policy_we_ship(text: str, words: list[tuple[int, str]]) -> None:
    for place, word in words:
        at = place % (len(text) + 1)
        text = f"{text[:at]} {word} {text[at:]}"
    run(text)


@fast
@given(st.text("ab \t\n#\u00a0|,()", max_size=200))
def test_pieces_lie_in_the_text_and_hold_all_of_it(text: str) -> None:
    found = list(pieces(SourceText("p", text)))
    outside = text
    for piece in reversed(found):
        outside = outside[: piece.start] + outside[piece.end :]
    for line in outside.split("\n"):
        assert not line.strip() or line.strip().startswith("#")


# ---- at length -----------------------------------------------------------------------------------

MANY = 10_000
LONG: dict[str, Callable[[], str]] = {
    "brackets": lambda: f"value v = {'(' * MANY}b{')' * MANY}",
    "open brackets": lambda: f"value v = {'(' * MANY}",
    "closed brackets": lambda: f"value v = b{')' * MANY}",
    "brackets over lines": lambda: "value v = " + "(\n" * MANY + "b" + "\n    )" * MANY,
    "citations": lambda: f"value v = b {'[MM] ' * MANY}",
    "open citations": lambda: f"value v = b {'[' * MANY}",
    "quotes": lambda: "value v = " + '"' * MANY,
    "sum": lambda: f"value v = {' + '.join(['b'] * MANY)}",
    "and": lambda: f"value v = {' and '.join(['a'] * MANY)}",
    "or of brackets": lambda: f"value v = {' or '.join(['(a)'] * MANY)}",
    "not": lambda: f"value v = {'not ' * MANY}a",
    "minus": lambda: f"value v = {'- ' * MANY}b",
    "average": lambda: f"value v = average of ({', '.join(['b'] * MANY)})",
    "count": lambda: f"value v = count of ({', '.join(['b'] * MANY)}) which are > 1",
    "group": lambda: f"group g = {', '.join(['b'] * MANY)}",
    "chain of values": lambda: (
        "value v0 = b\n" + "\n".join(f"value v{n} = v{n - 1} + 1" for n in range(1, MANY // 2))
    ),
    "chain backwards": lambda: (
        "\n".join(f"value v{n} = v{n + 1} + 1" for n in range(MANY // 2))
        + f"\nvalue v{MANY // 2} = b"
    ),
    "circle of values": lambda: "\n".join(
        f"value v{n} = v{(n + 1) % 2_000} + 1" for n in range(2_000)
    ),
    "chain of groups": lambda: (
        "group g0 = b\n"
        + "\n".join(f"group g{n} = g{n - 1}" for n in range(1, 2_000))
        + "\nvalue v = average of g1999"
    ),
    "circle of groups": lambda: (
        "\n".join(f"group g{n} = g{(n + 1) % 2_000}" for n in range(2_000))
        + "\nvalue v = average of g7"
    ),
    "rows": lambda: "table t: score\n    | b | t |\n" + "    | 1 to 2 or > 5 | 3 |\n" * 3_000,
    "broken rows": lambda: "table t: score\n    | b | t |\n" + "    | 1 to | 3 |\n" * 3_000,
    "cells": lambda: f"table t: score\n    |{' b |' * 3_000} t |\n    |{' any |' * 3_000} 1 |\n",
    "cell": lambda: f"table t: score\n    | b | t |\n    | {' or '.join(['1'] * MANY)} | 3 |\n",
    "cases": lambda: "rating r: score\n" + "    1 when b > 1\n" * 2_000,
    "overrides": lambda: (
        "rating r: score\n    start with s\n"
        + "\n".join(f"    override o{n} becomes {n % 3 + 1} when b > {n}" for n in range(2_000))
    ),
    "labels": lambda: f"choice c: {', '.join(f'l{n}' for n in range(MANY))}",
    "same label": lambda: f"choice c: {', '.join(['l'] * MANY)}",
    "name": lambda: f"value {'v' * 100_000} = {'w' * 100_000}",
    "number": lambda: f"value v = {'9' * 100_000} / {'7' * 100_000} + 0.{'3' * 100_000}",
    "text": lambda: f'value v = "{"x" * 1_000_000}"',
    "comment": lambda: f"value v = b #{'x' * 1_000_000}",
    "blank lines": lambda: "value v = \n" + "\n" * 200_000 + "    b",
    "spaces": lambda: f"value v ={' ' * 1_000_000}b",
    "word": lambda: f"{'x' * 1_000_000}",
    "declarations": lambda: "value = 1\n" * MANY,
    "unknown names": lambda: "\n".join(f"value v{n} = u{n}" for n in range(2_000)),
    "duplicate names": lambda: "value v = 1\n" * 2_000,
    "headers": lambda: "policy p version 1\n" * 2_000,
    "squares": lambda: (
        "value v0 = b + 3\n" + "\n".join(f"value v{n} = v{n - 1} * v{n - 1}" for n in range(1, 200))
    ),
    "quotients": lambda: (
        "value v0 = 3\n" + "\n".join(f"value v{n} = v{n - 1} + 1 / v{n - 1}" for n in range(1, 200))
    ),
    "reasons": lambda: (
        "\n".join(
            f"table t{n}: number\n    | b | t{n} |\n    | > {n} | 1 |\n"
            f"value v{n} = t{n} + v{n - 1} * v{n - 1}"
            for n in range(1, 60)
        )
        + "\nvalue v0 = 1 / 0"
    ),
}


@pytest.mark.parametrize("name", LONG)
def test_long_and_deep(name: str) -> None:
    timed(HEADER + LONG[name]() + "\n")


def test_sound_text_of_any_length_is_read() -> None:
    for name in ("brackets", "and", "average", "chain of values", "rows", "cell", "overrides"):
        assert run(HEADER + LONG[name]() + "\n") == [], name


def test_the_runner_reaches_decisions() -> None:
    for text in SHIPPED:
        assert run(text) == []
