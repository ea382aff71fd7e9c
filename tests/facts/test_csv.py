"""CSV files: layouts, rows, and all that can be wrong with them."""

from decimal import Decimal
from pathlib import Path

import pytest

from policy_dsl.facts import files
from policy_dsl.facts.read import read_facts
from policy_dsl.facts.records import Organisation, Origin
from policy_dsl.source import Severity, render
from tests.facts.sample import Q1, Q2, SCORE, VOCABULARY, faults, places, read, values, write

WIDE = "organisation,period,plan,waits,deficit\n"
LONG = "organisation,period,fact,value\n"
TABLE = "Quarter,Region,Trust,Trust_name,Trust_type,Metric,Score\n"


def test_a_wide_file(tmp_path: Path) -> None:
    facts = read(write(tmp_path, "a.csv", WIDE + "R1,Q1 2025/26,2,3.40,yes\nR1,Q2 2025/26,,2,no\n"))
    first, second = facts.records
    assert first.organisation == Organisation("R1")
    assert (first.period, second.period) == (Q1, Q2)
    assert first.facts["plan"].value is SCORE.label("2")
    assert first.facts["waits"].written == "3.40"
    assert first.facts["waits"].origin == Origin(str(tmp_path / "a.csv"), 2)
    assert set(second.facts) == {"waits", "deficit"}


def test_columns_by_identifier_and_results(tmp_path: Path) -> None:
    text = "organisation,name,kind,period,OF2,OF9\nR1,The Trust,Acute trust,2025-Q2,3.0,2.31\n"
    (record,) = read(write(tmp_path, "a.csv", text)).records
    assert record.organisation == Organisation("R1", "The Trust", "acute_trust")
    assert record.facts["plan"].value is SCORE.label("3")
    assert record.published["average"].value == Decimal("2.31")
    assert set(record.facts) == {"plan"}


def test_a_long_file(tmp_path: Path) -> None:
    text = LONG + "R2,Q1 2025/26,plan,1\nR1,Q1 2025/26,OF1,2\nR1,Q1 2025/26,OF10,4\n"
    facts = read(write(tmp_path, "a.CSV", text))
    assert [record.organisation.code for record in facts.records] == ["R1", "R2"]
    assert facts.records[0].facts["waits"].origin.line == 3
    assert facts.records[0].published["final"].value is SCORE.label("4")


def test_a_long_published_file(tmp_path: Path) -> None:
    rows = (
        "Q1 2025/26,North,R1,One,Acute,OF3,1.0\n"
        "Q1 2025/26,North,R1,One,Acute,OF1,Suppressed\n"
        "Q1 2025/26,North,R1,One,Acute,OF77,x\n"
        "Q1 2025/26,North,R2,Two,Acute,OF77,x\n"
    )
    one, two = read(write(tmp_path, "a.csv", TABLE + rows)).records
    assert one.organisation == Organisation("R1", "One", "acute")
    assert {name: fact.value for name, fact in one.facts.items()} == {"deficit": True}
    assert two.facts == {}  # named, so it is not lost, although nothing is known of it


def test_a_wide_published_file(tmp_path: Path) -> None:
    text = (
        "Location,Service,Kind,Report,Postcode,quality,plan\n"
        "L1,Surgery,Care Home,Q1 2025/26,AA1,Good,Not rated\n"
        "L1,,Care Home,Q1 2025/26,AA1,Inadequate,1\n"
    )
    whole, part = read(write(tmp_path, "a.csv", text)).records
    assert (whole.organisation.code, part.organisation.code) == ("L1", "L1/Surgery")
    assert set(part.facts) == {"quality"}


def test_national_facts_stand_in_rows_without_organisation(tmp_path: Path) -> None:
    wide = write(tmp_path, "a.csv", "organisation,period,plan,N1\nR1,Q1 2025/26,1,\n"
                                    ",Q1 2025/26,,2.5\n")  # fmt: skip
    long = write(tmp_path, "b.csv", LONG + ",Q1 2025/26,cut_off,2.5\n,Q1 2025/26,mean,1\n")
    facts = read(wide, long)
    assert {name: fact.value for name, fact in facts.national[Q1].items()} == {
        "cut_off": Decimal("2.5"),
        "mean": Decimal(1),
    }
    assert len(facts.records) == 1


def test_a_national_fact_beside_an_organisations_is_still_of_the_period(tmp_path: Path) -> None:
    text = "organisation,period,cut_off\nR1,Q1 2025/26,2\nR2,Q1 2025/26,2.0\nR3,Q2 2025/26,1\n"
    facts = read(write(tmp_path, "a.csv", text))
    assert facts.national[Q1]["cut_off"].origin.line == 2
    assert facts.national[Q2]["cut_off"].value == 1


def test_marks_quotes_blank_rows_and_line_ends(tmp_path: Path) -> None:
    text = (
        "\r\n\ufefforganisation,period,note\r\n"
        '"R1",Q1 2025/26,"one,\r\ntwo ""three"""\r\n'
        "\r\n,,\r\n  , ,\r\n"
        "R2,Q1 2025/26,four"
    ).replace("\r\n\ufeff", "\ufeff")
    one, two = read(write(tmp_path, "a.csv", text)).records
    assert one.facts["note"].value == 'one,\r\ntwo "three"'
    assert one.facts["note"].origin.line == 2
    assert two.facts["note"].origin.line == 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("facts-empty", "a.csv")),
        ("\n\n", ("facts-empty", "a.csv")),
        (WIDE, ("facts-empty", "a.csv:1")),
        (WIDE + ",,,,\n", ("facts-empty", "a.csv:1")),
        ("organisation,perod,plan\nR1,Q1 2025/26,1\n", ("facts-layout", "a.csv:1")),
        ("organisation,period,plan,plan\n", ("facts-repeated-column", "a.csv:1")),
        ("organisation,period,foo\nR1,Q1 2025/26,1\n", ("facts-layout", "a.csv:1")),
        (WIDE + "R1,Q1 2025/26,1,2\n", ("facts-cells", "a.csv:2")),
        (WIDE + "R1,Q1 2025/26,1,2,no,7\n", ("facts-cells", "a.csv:2")),
        (WIDE + "R1,Q1 2025/26,9,2,no\n", ("fact-type", "a.csv:2")),
        (WIDE + "R1,Q1 2025/26,1,9,no\n", ("fact-range", "a.csv:2")),
        (WIDE + "R1,soon,1,2,no\n", ("fact-period", "a.csv:2")),
        (WIDE + "R1,,1,2,no\n", ("fact-period", "a.csv:2")),
        (WIDE + "R1,2025-06-30,1,2,no\n", ("fact-period", "a.csv:2")),
        (WIDE + "R1,Jun 2025,1,2,no\n", ("fact-period", "a.csv:2")),
        (WIDE + ",Q1 2025/26,1,2,no\n", ("facts-organisation", "a.csv:2")),
        (WIDE + ",Q1 2025/26,,,\n", ("facts-organisation", "a.csv:2")),
        (LONG + ",Q1 2025/26,plan,1\n", ("facts-organisation", "a.csv:2")),
        (LONG + "R1,Q1 2025/26,,1\n", ("fact-name", "a.csv:2")),
        (LONG + "R1,2025-Q2,plan,1\nR1,Q1 2025/26,OF2,2\n", ("fact-twice", "a.csv:3")),
        (WIDE + "R1,Q1 2025/26,1,2,no\n" * 2 + "R1,x,,,\n", ("fact-period", "a.csv:4")),
        (WIDE + 'R1,Q1 2025/26,"1,2,no\nR2,', ("facts-csv", "a.csv:2")),
        (WIDE + 'R1,Q1 2025/26,"1"x,2,no\n', ("facts-csv", "a.csv:2")),
        (WIDE + "R1,Q1 2025/26,1,2,no\rR2,Q1 2025/26,1,2,no\n", ("facts-csv", "a.csv:2")),
        (WIDE + f'R1,Q1 2025/26,"{"x" * 140_000}",2,no\n', ("facts-csv", "a.csv:2")),
        (WIDE + "R1,Q1 2025/26,1\0,2,no\n", ("facts-nul", "a.csv:2")),
        (WIDE.encode() + b"R1,Q1 2025/26,\xa3,2,no\n", ("facts-not-utf8", "a.csv:2")),
        (WIDE.encode("utf-16"), ("facts-not-utf8", "a.csv:1")),
    ],
)
def test_mistakes(tmp_path: Path, text: str | bytes, expected: tuple[str, str]) -> None:
    found = faults(write(tmp_path, "a.csv", text))
    assert found[-1] == expected
    assert len([code for code, _ in found if not code.startswith("unknown")]) == 1


def test_all_mistakes_are_told_in_one_run(tmp_path: Path) -> None:
    text = WIDE + "R1,soon,9,2,maybe\nR1\nR1,Q1 2025/26,1,7,no\n"
    assert faults(write(tmp_path, "a.csv", text)) == [
        ("fact-period", "a.csv:2"),
        ("fact-type", "a.csv:2"),
        ("fact-type", "a.csv:2"),
        ("facts-cells", "a.csv:3"),
        ("fact-range", "a.csv:4"),
    ]


def test_past_the_hundredth_mistakes_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"R1,Q1 2025/26,{9 + n},2,no\n" for n in range(1234))
    path = write(tmp_path, "a.csv", WIDE + rows)
    facts, told = read_facts([path], VOCABULARY)
    assert facts is None
    assert len(told) == 101
    assert (told[-1].code, told[-1].message) == ("facts-more", "and 1,134 more mistakes")


def test_a_mistake_on_many_lines_is_told_once_with_the_lines(tmp_path: Path) -> None:
    rows = "".join(f"R{n},Q1 2025/26,{text},2,no\n" for n, text in enumerate("9991"))
    path = write(tmp_path, "a.csv", "organisation,period,OF2,waits,deficit\n" + rows)
    facts, (told,) = read_facts([path], VOCABULARY)
    assert facts is None
    assert told.path == f"{path}:2"
    assert told.message == (
        "`plan`, here `OF2`, is given as `9`, which is no label of `score`; "
        "so it is on lines 3 and 4"
    )


def test_a_header_with_other_capitals_and_gaps(tmp_path: Path) -> None:
    text = (
        "Organisation,PERIOD,Plan,cut off,Note,,\nR1,Q1 2025/26,3,2.5,one,,\nR2,Q1 2025/26,2,,,\n"
    )
    path = write(tmp_path, "a.csv", text)
    facts, told = read_facts([path], VOCABULARY)
    assert told == ()
    assert facts is not None
    one, two = facts.records
    assert set(one.facts) == {"plan", "note"}
    assert set(two.facts) == {"plan"}
    assert set(facts.national[Q1]) == {"cut_off"}


def test_two_columns_that_come_to_one_name_are_one_too_many(tmp_path: Path) -> None:
    text = "organisation,period,plan,Plan\nR1,Q1 2025/26,3,2\n"
    _, (told,) = read_facts([write(tmp_path, "a.csv", text)], VOCABULARY)
    assert (told.code, told.message) == (
        "facts-repeated-column",
        "the header names `plan` more than once",
    )


@pytest.mark.parametrize(
    ("above", "help"),
    [
        ("Waiting times,,,,\n\nPublished in June,,,,\n", "stands in line 4: leave out the lines"),
        ("Code;Quarter\n", "separate the cells with commas"),
        ("R1,Q1 2025/26,3\n", "head its columns `organisation`, `period` and by the name of each"),
    ],
)
def test_a_file_that_does_not_begin_with_its_header(tmp_path: Path, above: str, help: str) -> None:
    below = WIDE + "R1,Q1 2025/26,1,2,no\n" if "June" in above else ""
    _, (told,) = read_facts([write(tmp_path, "a.csv", above + below)], VOCABULARY)
    assert (told.code, told.message) == (
        "facts-layout",
        "the first row of this file names no column of any layout",
    )
    assert help in (told.help or "")


def test_a_row_that_is_too_short_is_told_so(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", WIDE + "R1,Q1 2025/26,1,2\nR2,Q1 2025/26,1,2,no,x\n")
    _, (short, long) = read_facts([path], VOCABULARY)
    assert short.help == "give every column a cell, an empty one where nothing is known"
    assert long.help is not None
    assert "a heading above each column" in long.help


def test_both_places_are_named_where_a_fact_stands_twice(tmp_path: Path) -> None:
    one = write(tmp_path, "one.csv", WIDE + "R1,Q1 2025/26,1,2,no\n")
    two = write(tmp_path, "two.csv", WIDE + "R1,2025-Q2,2,2.0,no\n")
    facts, (told,) = read_facts([one, two], VOCABULARY)
    assert facts is None
    assert told.path == f"{two}:2"
    assert told.message == f"`plan` of `R1` in Q1 2025/26 is `2` here and `1` at {one}:2"


def test_an_organisation_is_of_one_kind_in_a_period(tmp_path: Path) -> None:
    head = "organisation,name,kind,period,plan\n"
    one = write(tmp_path, "one.csv", head + "R1,,,Q1 2025/26,1\n")
    two = write(tmp_path, "two.csv", head + "R1,One,Acute trust,Q1 2025/26,1\n")
    three = write(tmp_path, "three.csv", head + "R1,Uno,Care home,Q1 2025/26,1\n")
    assert read(one, two).records[0].organisation == Organisation("R1", "One", "acute_trust")
    assert faults(one, two, three) == [("fact-twice", "three.csv:2")]


def test_unknown_columns_are_one_warning(tmp_path: Path) -> None:
    text = "organisation,period,plan,wait,colour\nR1,Q1 2025/26,1,2,red\n"
    facts, (told,) = read_facts([write(tmp_path, "a.csv", text)], VOCABULARY)
    assert facts is not None
    assert told.severity is Severity.WARNING
    assert places([told]) == [("unknown-column", "a.csv:1")]
    assert told.message == (
        "the policy `sample.policy` has no column `wait` (did you mean `waits`?), `colour`"
    )


def test_unknown_identifiers_are_one_warning(tmp_path: Path) -> None:
    rows = "".join(f"Q1 2025/26,N,R{n},x,Acute,OF7{n},1\n" for n in range(6, 9))
    facts, (told,) = read_facts([write(tmp_path, "a.csv", TABLE + rows)], VOCABULARY)
    assert facts is not None
    assert places([told]) == [("unknown-identifier", "a.csv:2")]
    assert "`OF76`" in told.message
    assert "`OF77`" not in told.message
    assert "`OF78`" in told.message


def test_the_nearest_layout_says_what_it_lacks(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", TABLE.replace("Metric", "Metrik") + "x\n")
    _, (told,) = read_facts([path], VOCABULARY)
    assert '"League table"' in told.message
    assert told.message.endswith("lacks `Metric`")
    assert told.help == "is `Metrik` meant for `Metric`?"
    assert f"{path}:1" in render(told)


def test_semicolons_are_recognised(tmp_path: Path) -> None:
    _, (told,) = read_facts([write(tmp_path, "a.csv", "organisation;period\nR1;x\n")], VOCABULARY)
    assert told.help == "separate the cells with commas"


def test_an_endless_line_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(WIDE.encode())
        file.truncate(200_000_000)  # a hole: 200 MB without a newline, and hardly any disk
    assert faults(path) == [("facts-too-long-line", "a.csv:2")]


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(files.MOST_BYTES + 1)
    assert faults(path) == [("facts-too-large", "a.csv")]
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    assert faults(write(tmp_path, "b.csv", WIDE + "R1,Q1 2025/26,1,2,no\n" * 9)) == [
        ("facts-too-large", "b.csv")
    ]


def test_files_that_are_none(tmp_path: Path) -> None:
    write(tmp_path, "facts.csv", WIDE)
    _, (told,) = read_facts([tmp_path / "fact.csv"], VOCABULARY)
    assert (told.code, told.help) == ("facts-file-missing", "did you mean `facts.csv`?")
    assert faults(tmp_path / "x.json", tmp_path / "y.yml") == [
        ("facts-file-missing", "x.json"),
        ("facts-file-missing", "y.yml"),
    ]
    (tmp_path / "folder.csv").mkdir()
    assert faults(tmp_path / "folder.csv") == [("facts-file-unreadable", "folder.csv")]
    assert faults(tmp_path / "a\0.csv") == [("facts-file-unreadable", "a\0.csv")]
    _, (sheet,) = read_facts([write(tmp_path, "a.xlsx", "x")], VOCABULARY)
    assert sheet.code == "facts-format"
    assert sheet.help is not None
    assert sheet.help.startswith("save the sheet as CSV, in UTF-8")
    assert faults(tmp_path / "none.xlsx") == [("facts-file-missing", "none.xlsx")]


def test_progress_counts_rows(tmp_path: Path) -> None:
    told: list[int] = []
    path = write(tmp_path, "a.csv", WIDE + "R1,Q1 2025/26,1,2,no\n" * 12_000)
    read_facts([path], VOCABULARY, progress=told.append)
    assert told == [5_000, 10_000, 12_000]


def test_nothing_is_half_read(tmp_path: Path) -> None:
    good = write(tmp_path, "a.csv", WIDE + "R1,Q1 2025/26,1,2,no\n")
    assert len(values(read(good))) == 4
    assert faults(good, tmp_path / "b.csv") == [("facts-file-missing", "b.csv")]
