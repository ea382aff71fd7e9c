"""What holds of every explanation: width, escaping, colour, and what must be in it."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.evaluate import prepare
from policy_dsl.explain.explanation import Explanation, UnknownResultError, explain
from policy_dsl.facts.records import Fact, Organisation, Origin, Record
from policy_dsl.source import display_width, printable, wrapped
from policy_dsl.values.periods import Period

from .demo import FACTS, decide, facts_of, policy_of

CHOICES = {
    "margin": ["1", "3.333333333", "6", None],
    "cash": ["0", "4500", "-123456789.01", None],
    "income": ["0", "9100", None],
    "wait": ["0", "22", "25", None],
    "late": ["yes", "no", None],
    "grave": ["yes", "no", None],
    "opened": ["1999-01-02", "2005-05-05", None],
    "safe": ["green", "amber", "red", None],
    "caring": ["green", "red", None],
    "closed": ["nothing", "2024-05-05", None],
    "first": ["1", "3", None],
    "second": ["1", "2", None],
}
changes = st.fixed_dictionaries({name: st.sampled_from(some) for name, some in CHOICES.items()})
results = st.sampled_from(
    [None, "final", "overall", "funds", "step", "mean", "cover", "low", "level"]
)
names = st.text(st.characters(codec="utf-8"), max_size=150)


@given(changes, results, st.integers(20, 140), names, names)
def test_no_line_is_wider_than_asked(
    changed: dict[str, str | None], result: str | None, width: int, name: str, file: str
) -> None:
    who = Organisation("X1", name, "hospital")
    text = explain(decide(changed, who, file=file or "f"), result).text(width)
    for line in text.split("\n"):
        assert printable(line) == line
        assert display_width(line) <= max(width, 40), line


@given(changes, results)
def test_every_form_can_be_made(changed: dict[str, str | None], result: str | None) -> None:
    explanation = explain(decide(changed), result)
    assert explanation.markdown()
    assert balanced(explanation.html())
    assert explanation.to_json() == explain(decide(changed), result).to_json()
    plain = explanation.text()
    assert re.sub(r"\x1b\[\d+m", "", explanation.text(colour=True)) == plain


@given(st.text(max_size=80), st.integers(2, 30))
def test_wrapped_loses_nothing_but_spaces(text: str, width: int) -> None:
    text = printable(text)
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


class Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.right = True

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.right = self.right and bool(self.open) and self.open.pop() == tag


def balanced(html: str) -> bool:
    parser = Balance()
    parser.feed(html)
    known = {"div", "p", "strong", "br", "span", "ul", "li", "details", "summary", "code"}
    return parser.right and not parser.open and parser.seen <= known | {"table", "tr", "td", "th"}


HEADER = """\
policy p version 1
    title "<script>t</script>"
    in force from 2024-01-01
    rates x each quarter
"""
HOSTILE = '<script>alert("x")</script>[x](http://e.vil)|`*_\x1b[31m\u202e&amp;'


def hostile_explanation() -> Explanation:
    policy = policy_of(
        f'{HEADER}source A published "<b>&amp;|`doc" \nscale s best to worst: 1, 2\n'
        'facts each quarter [A <i>]\n    f yes_or_no "<script>label|`</script>"\n    t text "t"\n'
        'rating r: s\n    1 when f and t = "<img src=x>`"\n    2 otherwise\n',
        "<u>.policy",
    )
    facts = {**facts_of(policy, {"f": "yes"}, HOSTILE), "t": Fact(HOSTILE, "", Origin(HOSTILE, 3))}
    record = Record(Organisation(HOSTILE, HOSTILE), Period.parse("2024-Q2"), facts, {})
    return explain(prepare(policy).decide(record))


def decided(policy: Policy, given: dict[str, str | None]) -> Decision:
    record = Record(Organisation("X"), Period.parse("2024-Q2"), facts_of(policy, given), {})
    return prepare(policy).decide(record)


def test_hostile_names_are_text_in_html() -> None:
    html = hostile_explanation().html()
    assert balanced(html)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_hostile_names_are_text_in_a_terminal() -> None:
    explanation = hostile_explanation()
    text = explanation.text()
    assert "\\x1b[31m" in text
    assert "\\u202e" in text
    assert not set(text) & {"\x1b", "\u202e"}


def test_hostile_names_are_text_in_markdown() -> None:
    text = hostile_explanation().markdown()
    assert "\x1b" not in text
    outside_code = re.sub(r"(`+) ?.*?(?<!`)\1(?!`)", "", text)
    assert not re.search(r"(?<!\\)<|(?<!\\)\[|http://", outside_code)
    for line in text.splitlines():
        if line.lstrip().startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) in (3, 4, 5), line


def test_colour_only_when_asked() -> None:
    assert "\x1b" not in explain(decide()).text()
    assert "\x1b[1m" in explain(decide()).text(colour=True)


def test_an_unknown_result_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownResultError, match="did you mean `overall`"):
        explain(decide(), "overal")
    with pytest.raises(LookupError, match="its results are"):
        explain(decide(), "\x1b[31mzzz")


def test_without_a_name_the_ratings_on_which_no_other_rests() -> None:
    assert explain(decide()).names == ("level", "final")


def test_every_result_is_explained_once_and_in_full() -> None:
    text = explain(decide()).text()
    for name in ("final", "overall", "funds", "worst_one", "cover"):
        assert len(re.findall(rf"^{name} is ", text.split("\n\n", 3)[-1], re.M)) == 1, name


def test_a_result_needed_again_is_not_explained_again() -> None:
    policy = policy_of(
        f"{HEADER}facts each quarter\n    f number "
        '"f"\nvalue a = f + 1\nvalue b = a + 1\nvalue c = a + 2\nvalue d = b + c\n'
    )
    text = explain(decided(policy, {"f": "1"})).text()
    told = [
        "d is 7",
        "b  3  (below)",
        "b is 3",
        "a  2  (below)",
        "a is 2",
        "c is 4",
        "a  2  (above)",
    ]
    places = [text.find(part) for part in told]
    assert -1 not in places
    assert places == sorted(places)
    assert text.count("\na is 2") == 1


def test_facts_come_with_file_and_line() -> None:
    text = explain(decide(), "mean").text()
    for line, name in enumerate(FACTS, start=2):
        if name in ("first", "second", "wait", "margin"):
            assert re.search(rf"{name} .*demo\.csv:{line}\b", text), name


def test_a_long_chain_of_results_is_no_trouble() -> None:
    chain = "".join(f"value v{n} = v{n - 1} + 1\n" for n in range(1, 1100))
    policy = policy_of(f'{HEADER}facts each quarter\n    f number "f"\nvalue v0 = f\n{chain}')
    explanation = explain(decided(policy, {"f": "1"}))
    assert explanation.names == ("v1099",)
    assert "v0 is 1" in explanation.text()
    assert balanced(explanation.html())
    assert explanation.markdown()
