"""A log may come from anywhere: what is wrong with it is said with its place, and nothing falls."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_dsl.replay import read
from policy_dsl.replay.columns import column_of
from policy_dsl.replay.read import Log
from policy_dsl.replay.replay import Replayed, replay
from tests.replay.ward import library, logged


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = library(tmp_path_factory.mktemp("ward"))
    logged(folder)
    return folder


def lines(folder: Path) -> list[str]:
    return (folder / "decisions.log").read_text().splitlines()


def read_text(folder: Path, text: str | bytes) -> tuple[list[Replayed], list[tuple[str, str]]]:
    """What became of a log, and each mistake with its place."""
    path = folder / "given.log"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    log = Log(path)
    found = list(replay(log, folder))
    return found, [((one.path or "").removeprefix(str(path)), one.message) for one in log.mistakes]


def test_every_mistake_of_a_file_is_told_with_its_place(folder: Path) -> None:
    good = lines(folder)[0]
    plain = json.loads(good)
    wrong = [
        good[:95],
        good.replace('"period":', '"periode":', 1),
        "[]",
        '{"schema": "log-2"}',
        good.replace('"as_of":null', '"as_of":"2025-02-30"'),
        good.replace('"min_grade":null', '"min_grade":"rumoured"'),
        json.dumps({**plain, "records": 3, "national": [[]]}),
        good.replace('"schema":', '"period":"Q1 2025/26","schema":', 1),
        "[" * 100_000,
        '{"schema": NaN}',
        json.dumps({**plain, "asked": {}}),
        good.replace('{"value":"85.00"', '{"valu":"85.00"'),
    ]
    found, said = read_text(folder, "\n".join([good, "", *wrong, good]) + "\n")
    assert [one.entry.line for one in found] == [1, 15]
    assert all(one.same for one in found)
    again = good.index('"Q4 2024/25","facts_hash') + len('"period":"Q1 2025/26",') + 1
    assert said == [
        (":3:88", "this is not JSON: unterminated string"),
        (":4:1", "there is no `period` here"),
        (":5:1", "this line is not a mapping"),
        (":6:12", "this is no line of a log of decisions: its `schema` is not `log-1`"),
        (f":7:{good.index('null') + 1}", "`2025-02-30` is no day of the calendar"),
        (f":8:{good.index('null', 90) + 1}", "`rumoured` is no grade of evidence"),
        (
            f":9:{json.dumps({**plain, 'records': 3, 'national': [[]]}).index(': 3') + 3}",
            "`records` is not a list",
        ),
        (
            f":9:{json.dumps({**plain, 'records': 3, 'national': [[]]}).index('[[]]') + 2}",
            "an item of `national` is not a mapping",
        ),
        (f":10:{again}", "the key `period` stands twice"),
        (":11:1", "lists and mappings lie too deep in each other"),
        (":12:1", "this is not JSON: NaN is no number"),
        (f":13:{json.dumps({**plain, 'asked': {}}).index('{}') + 1}", "there is no `policy` here"),
        (f":14:{good.index('{', good.index('waiting')) + 1}", "a fact has no `value`"),
    ]


def test_the_column_of_a_part() -> None:
    text = '{"a": [1, {"b": "x:\\"}", "c": null}], "d": {"e": true}} '
    assert column_of(text, ()) == 1
    assert column_of(text, ("a",)) == text.index("[") + 1
    assert column_of(text, ("a", 0)) == text.index("1") + 1
    assert column_of(text, ("a", 1)) == text.index('{"b"') + 1
    assert column_of(text, ("a", 1, "b")) == text.index('"x') + 1
    assert column_of(text, ("a", 1, "c")) == text.index("null") + 1
    assert column_of(text, ("d", "e")) == text.index("true") + 1
    assert column_of(text, ("nowhere",)) == 1


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (b"", "", "the log is empty"),
        (b"\xff\n", ":1", "the line is not UTF-8 text: it holds the byte 0xff"),
        (b"{\0}\n", ":1", "the line holds a NUL character, which no text has"),
    ],
)
def test_what_is_no_log_at_all(folder: Path, text: bytes, place: str, message: str) -> None:
    assert read_text(folder, text) == ([], [(place, message)])


def test_a_log_that_is_not_there(folder: Path) -> None:
    log = Log(folder / "decision.log")
    assert list(log.entries()) == []
    (said,) = log.mistakes
    assert (said.code, said.help) == ("log-file-missing", "did you mean `decisions.log`?")


def test_a_line_without_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "LONGEST_LINE", 1000)
    _, said = read_text(folder, lines(folder)[1])
    assert said == [(":1", "the line is longer than the 1,000 bytes allowed")]


def test_more_mistakes_than_anyone_reads(folder: Path) -> None:
    found, said = read_text(folder, "{}\n" * 150 + lines(folder)[0])
    assert len(found) == 1
    assert len(said) == 101
    assert said[-1][1] == "and 50 more mistakes"


VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.text(max_size=5) | st.integers() | st.floats(),
    lambda items: st.lists(items, max_size=3) | st.dictionaries(st.text(max_size=5), items),
    max_leaves=4,
)


@settings(max_examples=150)
@given(data=st.data())
def test_no_part_of_a_line_is_believed(folder: Path, data: st.DataObject) -> None:
    """Whatever stands in place of a part: a mistake, a reason or a decision, no exception."""
    line = json.loads(data.draw(st.sampled_from(lines(folder))))
    node: Any = line
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(node[key], dict | list) and node[key] and data.draw(st.booleans()):
            node = node[key]
            continue
        node[key] = data.draw(VALUES)
        break
    found, said = read_text(folder, json.dumps(line) + "\n")
    assert len(found) + bool(said) == 1
    assert all(one.same or one.why is not None for one in found)


@settings(max_examples=60)
@given(text=st.binary(max_size=200))
def test_any_bytes(folder: Path, text: bytes) -> None:
    read_text(folder, text)
