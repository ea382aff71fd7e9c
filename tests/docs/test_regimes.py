"""docs/regimes.md is what the citations say, and the citations are of places that there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from policy_dsl.report.citing import cited_in
from policy_dsl.report.documents import Document, faults_in, read_documents
from policy_dsl.report.places import is_place, places
from policy_dsl.report.regimes import Edition, faults, main, read_editions, to_markdown
from policy_dsl.source import SourceText
from policy_dsl.syntax.parse import parse
from policy_dsl.syntax.sources import Source
from tests.docs.documents import ROOT

DATA = ROOT / "docs" / "regimes.toml"
PAGE = ROOT / "docs" / "regimes.md"


def test_the_page_is_what_the_citations_say() -> None:
    made = to_markdown(read_documents(DATA), read_editions(ROOT / "policies"))
    assert PAGE.read_text("utf-8") == made, "run `make docs` and read the difference"


def test_documents_citations_and_the_data_file_agree() -> None:
    assert faults(read_documents(DATA), read_editions(ROOT / "policies")) == []


def test_every_source_document_is_there(shared: Path) -> None:
    named = {document.file for document in read_documents(DATA)}
    assert named == {path.name for path in (shared / "sources").glob("*.txt")}


def test_no_sentence_of_a_document_is_copied(shared: Path) -> None:
    """Titles and numbers may recur; eight words in a row of anything else are a copy."""
    for document in read_documents(DATA):
        text = " ".join((shared / "sources" / document.file).read_text("utf-8").split()).casefold()
        for part in document.parts:
            words = f"{part.about} {part.remains}".casefold().split()
            runs = [" ".join(words[at : at + 8]) for at in range(len(words) - 7)]
            assert [run for run in runs if run in text] == [], part.written


# ---- planted faults ----------------------------------------------------------------------------

TEXT = """policy planted version 1
    title    "Planted"
    in force from 2025-04-01
    rates    trust each quarter

source DOC published "The guide"
source OLD unverified "Something else"

scale colour best to worst: green, amber, red                             [DOC table 1]

facts each quarter                                                        [DOC para 2]
    waits number "Waits"
    falls number "Falls"                                                  [OLD]

table steps: colour
    | waits     | steps |
    | > 3       | red   | [DOC paras 2-3]
    | > 2       | amber | [DOC para 3]
    | otherwise | green |

rating overall: colour                                                    [DOC table 1]
    start with steps                                                      [DOC]
    override late becomes red when falls > 3                              [DOC para 3]

trigger meeting
    when overall is red                                                   [DOC 1.2]
    then "A meeting"

example "Nothing waits"                                                   [DOC para 3]
    given waits 0, falls 0
    expect overall green
"""
DATA_TEXT = """[[document]]
title = "A guide"
by = "A regulator"
file = "guide.txt"
cited_as = ["The guide"]
has = ["paras 1-3", "table 1", "1.2"]
parts = [
    ["para 1", "narrative", "Why"],
    ["para 2", "rules", "What must be known"],
    ["para 3", "rules", "Steps", "the fourth step"],
    ["table 1", "rules", "Colours"],
    ["1.2", "rules", "Meetings"],
]
"""


def edition(text: str = TEXT) -> Edition:
    file, mistakes = parse(SourceText("planted.policy", text))
    assert not mistakes
    sources = {item.name.text: item for item in file.declarations if isinstance(item, Source)}
    return Edition("planted.policy", "planted@1", sources, tuple(cited_in(file)))


def documents(tmp_path: Path, text: str = DATA_TEXT) -> tuple[Document, ...]:
    path = tmp_path / "regimes.toml"
    path.write_text(text, "utf-8")
    return read_documents(path)


def test_rules_stand_under_the_places_they_cite(tmp_path: Path) -> None:
    page = to_markdown(documents(tmp_path), [edition()])
    link = "[planted@1](../policies/planted.policy)"
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    assert rows == [
        f"| as a whole | | {link}: `overall start` |",
        "| para 1 | Why | narrative |",
        f"| para 2 | What must be known | {link}: `steps` row 1, 1 fact |",
        f"| para 3 | Steps | {link}: `steps` rows 1, 2, `overall.late`, 1 example"
        "<br>open: the fourth step |",
        f"| table 1 | Colours | {link}: `colour`, `overall` |",
        f"| 1.2 | Meetings | {link}: `meeting` when 1 |",
    ]
    assert faults(documents(tmp_path), [edition()]) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('["para 1", "narrative", "Why"],', "", "nothing is said of para 1"),
        ('["para 1", "narr', '["paras 1-2", "narr', "two parts hold para 2"),
        ('["para 1", "narr', '["paras 0-1", "narr', "there is no para 0"),
        ('1", "narrative", "Why"', '1", "rules", "Why"', "para 1 is said to be encoded"),
        ('1", "narrative", "Why"', '1", "open", "Why"', "para 1 is open, and nothing says why"),
        ('2", "rules"', '2", "narrative"', "para 2 is said to be narrative, but see"),
        ('["The guide"]', '["The guide", "A Guide"]', "no policy cites it as 'A Guide'"),
    ],
)
def test_a_planted_fault_of_the_data_is_caught(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    assert old in DATA_TEXT
    found = faults(documents(tmp_path, DATA_TEXT.replace(old, new, 1)), [edition()])
    assert any(fault in one for one in found), found


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[DOC 1.2]", "[DOC para 4]", "has no para 4 (meeting when 1)"),
        ("[DOC 1.2]", "[DOC paras 3-4]", "has no para 4 (meeting when 1)"),
        ("[DOC 1.2]", "[DOC somewhere]", "[DOC somewhere] is in no known form"),
        ("[DOC 1.2]", "[OLD chapter one]", "[OLD chapter one] is in no known form"),
        ("[DOC 1.2]", "[DOC para 1]", "para 1 is said to be narrative, but see"),
        ("[DOC 1.2]", "", "1.2 is said to be encoded, and no rule cites it"),
    ],
)
def test_a_planted_citation_is_caught(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in TEXT
    found = faults(documents(tmp_path), [edition(TEXT.replace(old, new))])
    assert any(fault in one for one in found), found


def test_a_document_cited_as_a_whole_must_be_cited(tmp_path: Path) -> None:
    data = DATA_TEXT.replace('1", "narrative"', '1", "whole"')
    assert faults(documents(tmp_path, data), [edition()]) == []
    found = faults(documents(tmp_path, data), [edition(TEXT.replace("[DOC]", ""))])
    assert found == ["A guide: no rule cites it as a whole"]


def test_a_document_without_parts_is_all_holes(tmp_path: Path) -> None:
    (document,) = documents(tmp_path)
    assert len(faults_in(evolve(document, parts=()))) == 5


def test_main_writes_the_page_and_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    documents(tmp_path)
    library = tmp_path / "library"
    library.mkdir()
    (library / "planted.policy").write_text(TEXT, "utf-8")
    monkeypatch.setenv("POLICY_LIBRARY", str(library))
    page = tmp_path / "regimes.md"
    assert main([str(tmp_path / "regimes.toml"), str(page)]) == 0
    assert "`overall.late`" in page.read_text("utf-8")
    (library / "planted.policy").write_text(TEXT.replace("[DOC 1.2]", "[DOC 9.9]"), "utf-8")
    assert main([str(tmp_path / "regimes.toml"), str(page)]) == 1
    assert "has no 9.9" in capsys.readouterr().err
    (library / "planted.policy").write_text(TEXT.replace("title ", "titel "), "utf-8")
    with pytest.raises(ValueError, match="titel"):
        main([str(tmp_path / "regimes.toml"), str(page)])


@pytest.mark.parametrize(
    ("written", "single"),
    [
        ("para 22", ("para 22",)),
        ("paragraph 22", ("para 22",)),
        ("paras 66-68", ("para 66", "para 67", "para 68")),
        ("annex paras 1-2", ("annex para 1", "annex para 2")),
        ("table 4", ("table 4",)),
        ("schedule 1, regulation 6", ("schedule 1", "regulation 6")),
        ("3.5", ("3.5",)),
        ("s65B", ("s65B",)),
    ],
)
def test_places(written: str, single: tuple[str, ...]) -> None:
    assert is_place(written)
    assert places(written) == single


@pytest.mark.parametrize("written", ["somewhere", "para", "para 1 and 2", "paras 3-1", "tabel 4"])
def test_what_is_no_place(written: str) -> None:
    assert not is_place(written)
