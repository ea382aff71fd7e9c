"""Every mistake of a text is reported in one run, at its place, and takes nothing else with it."""

from pathlib import Path

import pytest

from policy_dsl.pipeline import check_text
from policy_dsl.source import Diagnostic, SourceText
from policy_dsl.syntax.parse import DEEPEST, LONGEST, parse
from tests.syntax.expectations import differences, examples, faults, read_example

MISTAKES = Path(__file__).parent / "mistakes"
HEADER = """\
policy test.sample version 1
    title    "Sample"
    in force 2025-04-01 to 2026-03-31
    rates    acute_trust each quarter
"""
FACTS = """
facts each quarter
    a yes_or_no "A"
    b number    "B"
"""


@pytest.mark.parametrize("path", examples(MISTAKES), ids=lambda path: path.name)
def test_what_is_said_is_what_is_expected(path: Path) -> None:
    assert faults(path) == []


def test_there_are_examples() -> None:
    assert len(examples(MISTAKES)) >= 10


@pytest.mark.parametrize(
    ("was", "becomes", "found"),
    [
        ("# ! 11-11 syntax: `+`", "# ! 11-12 syntax: `+`", "expected and not said: 11-12 syntax"),
        ("# ! 11-11 syntax: `+`", "# ! 11-11 unit: `+`", "expected and not said: 11-11 unit"),
        ("# ! 11-11 syntax: `+`", "# ! 11-11 syntax: `?`", "not expected: # ! 11-11 syntax: `+`"),
        ("help: put `=` before", "help: put `#` before", "not expected: # ! 9-9 syntax: `a`"),
        ("value fine = a + b", "value fine = a + 2%", "not expected: # ! 14-19 unit:"),
        ("value v = + a\n", "", "expected and not said: 11-11 syntax"),
    ],
)
def test_the_runner_catches_a_planted_fault(
    tmp_path: Path, was: str, becomes: str, found: str
) -> None:
    text = (MISTAKES / "expressions.policy.txt").read_text("utf-8")
    assert was in text
    planted = tmp_path / "planted.policy.txt"
    planted.write_text(text.replace(was, becomes), "utf-8")
    assert any(found in fault for fault in faults(planted)), faults(planted)


def test_an_expectation_that_is_none_is_refused(tmp_path: Path) -> None:
    planted = tmp_path / "planted.policy.txt"
    planted.write_text("policy x version 1\n# ! something is wrong here\n", "utf-8")
    with pytest.raises(ValueError, match="2: not an expectation"):
        read_example(planted)


def test_nothing_expected_and_nothing_said(tmp_path: Path) -> None:
    sound = tmp_path / "sound.policy.txt"
    sound.write_text(HEADER + FACTS, "utf-8")
    example = read_example(sound)
    assert differences(example, check_text(example.source)[1]) == []


def said_of(text: str) -> list[tuple[str, str]]:
    return [(item.code, item.message) for item in check_text(SourceText("p", text))[1]]


@pytest.mark.parametrize("text", ["", "\n\n", "   \n\t\n", "# only a comment\n", "\u00a0\n"])
def test_a_file_without_a_policy(text: str) -> None:
    assert said_of(text)[0] == ("empty-policy", "there is no policy in this file")


@pytest.mark.parametrize(
    "condition",
    ["(" * 10_000 + "a" + ")" * 10_000, "a", " and ".join(["a"] * 10_000), "not " * 50 + "a"],
    ids=["brackets", "alone", "and", "not"],
)
def test_what_is_long_but_not_deep_is_read(condition: str) -> None:
    assert said_of(f"{HEADER}{FACTS}\nvalue v = {condition}\n") == []


@pytest.mark.parametrize(
    "condition",
    [
        "not " * 10_000 + "a",
        "not (" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1),
        "b" + " + b" * 10_000 + " > 1",
        "-" * 10_000 + "b > 1",
    ],
    ids=["not", "not in brackets", "sum", "minus"],
)
def test_what_is_nested_too_deeply_is_said_once(condition: str) -> None:
    text = f"{HEADER}{FACTS}\nvalue v = {condition}\nvalue w = v\n"
    assert said_of(text) == [
        ("nested-too-deeply", f"this is nested more than {DEEPEST} deep"),
    ]


@pytest.mark.parametrize(
    ("digits", "refused"),
    [
        ("9" * LONGEST, False),
        ("9" * (LONGEST + 1), True),
        ("0." + "0" * (LONGEST - 2) + "1", False),
        ("0." + "0" * LONGEST + "1", True),
        ("7" * 1_000_000, True),
    ],
)
@pytest.mark.parametrize(
    "form", ["value v = {}", "value v = (-{}%) < 1%", "scale u best to worst: 1, {}"]
)
def test_a_number_that_is_too_long_is_refused(form: str, digits: str, refused: bool) -> None:
    said = said_of(f"{HEADER}{FACTS}\n{form.format(digits)}\n")
    wanted = [("number-too-long", f"a number has at most {LONGEST} digits")]
    assert said == (wanted if refused else [])


def test_what_was_not_read_for_the_number_of_mistakes_is_not_unknown() -> None:
    text = f"{HEADER}{FACTS}\nvalue v = last\n" + "value = 3\n" * 200
    said = said_of(f"{text}value last = 1\n")
    assert {code for code, _ in said} == {"syntax"}


@pytest.mark.parametrize("count", [99, 100, 5_000])
def test_a_file_of_mistakes_is_given_up_in_time(count: int) -> None:
    said = said_of(HEADER + "value = 3\n" * count)
    assert len(said) == min(count, 100)


def test_a_declaration_of_mistakes_is_given_up_in_time() -> None:
    rows = "".join(f"    | {number} | 1\n" for number in range(3_000))
    said = said_of(f"{HEADER}{FACTS}\ntable t: number\n    | b | t |\n{rows}")
    assert 1 <= len(said) <= 100


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("value v = £4,000 + £1", ("4000", "1")),
        ("value v = sum of (£4,£5)", ("4", "5")),
        ("value v = sum of (£4,000,£5)", ("4000", "5")),
        ("value v = sum of (£1.50, £2)", ("1.50", "2")),
    ],
)
def test_a_comma_of_thousands_and_a_comma_between_amounts(
    text: str, shown: tuple[str, ...]
) -> None:
    file, mistakes = parse(SourceText("p", text))
    assert mistakes == ()
    figures = [str(node.value) for node in file.declarations[0].walk() if hasattr(node, "value")]
    assert tuple(figures) == shown


def test_two_spellings_of_white_space_are_one() -> None:
    text = HEADER.replace("in force", "in   force") + FACTS.replace("    ", "\t")
    assert said_of(text.replace("\n", " \n")) == []


def test_comments_stand_anywhere() -> None:
    text = f"{HEADER}{FACTS}\nvalue v = ( # a comment\n    b\n# another\n    + 1) # a third\n"
    assert said_of(text.replace('"Sample"', '"Sample" # the title')) == []


def test_the_text_of_a_diagnostic_is_that_of_the_file() -> None:
    source = SourceText("p", HEADER + "value v = nowhere\n")
    (said,) = check_text(source)[1]
    assert isinstance(said, Diagnostic)
    span = said.labels[0].span
    assert source.text[span.start : span.end] == "nowhere"
    assert said.source is source
