"""A policy as a document: two real editions whole, and what every document must hold."""

from __future__ import annotations

import json
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings

from policy_dsl.check.policy import Policy
from policy_dsl.pipeline import check_file, check_text
from policy_dsl.show import show
from policy_dsl.show.to_html import to_html
from policy_dsl.show.to_json import to_json
from policy_dsl.show.to_markdown import to_markdown
from policy_dsl.show.to_text import to_text
from policy_dsl.source import SourceText, display_width, render_all
from tests.docs.documents import ROOT
from tests.laws.policies import Sample, samples
from tests.show.said import missing, must_be_said

LIBRARY = sorted((ROOT / "policies").rglob("*.policy"))
GOLDEN = Path(__file__).parent / "golden"
EDITIONS = {
    "risk_assessment": "monitor/risk_assessment_framework/2013.policy",
    "ratings": "cqc/ratings/2014.policy",
}
WIDE = 1_000_000


def checked(path: Path) -> Policy:
    policy, said = check_file(path)
    assert policy is not None, render_all(said)
    return policy


def checked_text(text: str) -> Policy:
    policy, said = check_text(SourceText("shown.policy", text))
    assert policy is not None, render_all(said)
    return policy


@pytest.mark.parametrize("name", EDITIONS)
def test_a_real_edition_as_a_document(name: str) -> None:
    shown = to_text(show(checked(ROOT / "policies" / EDITIONS[name])))
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")
    assert max(map(display_width, shown.splitlines())) <= 100


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_number_label_and_citation_stands_in_the_document(path: Path) -> None:
    policy = checked(path)
    assert len(list(must_be_said(policy))) > 5
    assert missing(policy, to_text(show(policy), WIDE)) == []


@settings(max_examples=10, deadline=None)
@given(samples())
def test_every_number_and_label_of_a_random_policy_stands_in_its_document(sample: Sample) -> None:
    policy = checked_text(sample.policy())
    document = show(policy)
    assert missing(policy, to_text(document, WIDE)) == []
    assert to_html(document)
    assert to_markdown(document)
    assert json.dumps(to_json(document))


def test_a_rule_left_out_is_noticed() -> None:
    policy = checked(ROOT / "policies" / EDITIONS["ratings"])
    document = to_text(show(policy), WIDE)
    without = document.replace("rated inadequate is at least 2", "rated inadequate is many")
    assert missing(policy, without.replace("[HSJ]", ""))


UNSAFE = """policy unsafe version 1
    title    "<script>alert('title')</script> & *stars* | bars"
    in force from 2025-04-01
    rates    trust each quarter

# <b>a note</b>

source DOC published "<i>Document</i>"

scale colour best to worst: green, red                                        [DOC <b>1</b>]

facts each quarter
    waits number "Waits <img src=x> | and `ticks`"

rating access: colour
    red   when waits > 3
    green otherwise
"""


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)


def test_what_comes_from_a_policy_is_escaped_in_html() -> None:
    page = to_html(show(checked_text(UNSAFE)))
    tags = Tags()
    tags.feed(page)
    assert not tags.seen & {"script", "img", "b", "i"}
    assert "&lt;script&gt;" in page
    assert "http" not in page  # nothing to fetch


def test_what_comes_from_a_policy_is_escaped_in_markdown() -> None:
    page = to_markdown(show(checked_text(UNSAFE)))
    assert "<" not in page.replace("\\<", "")
    assert "\\*stars\\* \\| bars" in page
    assert "Waits \\<img src=x\\> \\| and \\`ticks\\`" in page


def test_control_characters_do_not_reach_a_terminal() -> None:
    text = UNSAFE.replace("a note", "a \x1b[31m note")
    assert "\x1b" not in to_text(show(checked_text(text)))


def test_text_keeps_to_a_narrow_terminal() -> None:
    shown = to_text(show(checked(ROOT / "policies" / EDITIONS["risk_assessment"])), 60)
    assert max(map(display_width, shown.splitlines())) <= 60


def test_json_holds_the_same_sections() -> None:
    document = show(checked_text(UNSAFE))
    plain = to_json(document)
    assert [section["title"] for section in plain["sections"]] == [
        section.title for section in document.sections
    ]
    assert plain["about"]["Policy"] == "unsafe@1"


def test_unverified_figures_are_marked() -> None:
    shown = to_text(show(checked(ROOT / "policies" / EDITIONS["risk_assessment"])), WIDE)
    assert "Continuity (a scorecard)  [REC] unverified" in shown


SAID = """policy said version 1
    title    "Said"
    in force from 2025-04-01
    rates    trust each quarter

scale colour best to worst: green, amber, red
scale score  best to worst: 1, 2

interpretation reading = literal or loose
    "The text can be read both ways"

record notice
    issued date "Issued on"

facts each quarter
    waits   number         "Waits"
    late    yes_or_no      "Late"
    served  date           "Served on"
    notices list of notice "Notices"

rating access: colour
    {case}
    green otherwise
"""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("waits >= 3", "“Waits” is at least 3"),
        ("not late", "“Late” is no"),
        (
            "late and (waits < 1 or waits > 2)",
            "“Late” is yes and (“Waits” is below 1 or",
        ),
        ("served <= 2025-06-30", "“Served on” is on or before 2025-06-30"),
        ("reading is loose", "reading is read as ‘loose’"),
        (
            "access 1 quarter earlier is amber or worse",
            "access 1 quarter earlier is amber or worse",
        ),
        ("late for 3 consecutive quarters", "“Late” is yes for 3 quarters running"),
        ("late in at least 2 of the last 4 quarters", "in at least 2 of the last 4 quarters"),
        (
            "any of notices where issued in the quarter",
            "at least one of “Notices” is such that “Issued on” is in the quarter",
        ),
        ("(count of notices) > 2", "the number of “Notices” is above 2"),
        (
            "(round half up (waits / 3) to 1 place) < 2",
            "(“Waits” divided by 3), rounded half up to 1 place is below 2",
        ),
        (
            "served < 28 days after start of the quarter",
            "before 28 days after the start of",
        ),
        (
            "(average of waits across trust) > 1",
            "the average of “Waits” across every trust is",
        ),
    ],
)
def test_conditions_as_sentences(written: str, said: str) -> None:
    policy = checked_text(SAID.format(case=f"red when {written}"))
    assert said in to_text(show(policy), WIDE)
