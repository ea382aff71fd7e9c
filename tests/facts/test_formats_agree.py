"""The same facts are the same in every format, and no bytes at all make a reader fall over."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_dsl.facts.read import read_facts
from policy_dsl.source import render_all
from tests.facts.sample import QUALITY, VOCABULARY, read, values, write

SAME_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

# What a CSV cell can hold: it is trimmed, and a bare CR is not text there.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=12,
).map(lambda text: f"x{text}x")
NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, places=3).map(lambda n: f"{n:f}")
CELLS = {
    "waits": st.decimals(1, 4, places=2).map(str),
    "plan": st.sampled_from(["1", "2", "3.0", "4"]),
    "deficit": st.sampled_from(["yes", "no", "True", "FALSE"]),
    "quality": st.sampled_from([label.name for label in QUALITY.labels]),
    "seen": st.integers(0, 10**6).map(lambda n: f"{n:,}"),
    "income": NUMBERS,
    "visited": st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat),
    "lifted": st.sampled_from(["nothing", "2025-01-01"]),
    "note": TEXTS,
}
RESULT_CELLS = {"OF9": NUMBERS, "OF10": st.sampled_from(["1", "2.0"])}
RECORDS = st.dictionaries(
    st.tuples(st.sampled_from(["R1", "R2", "Ü3"]), st.sampled_from(["Q1 2025/26", "2025-Q3"])),
    st.tuples(
        st.fixed_dictionaries({}, optional=CELLS), st.fixed_dictionaries({}, optional=RESULT_CELLS)
    ),
    min_size=1,
    max_size=4,
)

STARTS = {
    "csv": [b"organisation,period,plan,note\nR1,Q1 2025/26,", b"organisation,period,fact,value\n"],
    "json": [b'{"records": [{"organisation": "R1", "period": "Q1 2025/26", "facts": {'],
    "yaml": [b"records:\n- organisation: R1\n  period: Q1 2025/26\n  facts:\n"],
}
# What means something in one of the formats.
PIECES = st.sampled_from(
    [bytes([byte]) for byte in b"\",:{}[]&*!%|>?'\n\r\t\\"]
    + [b"\\u", b"\\U00ffffff", b"plan", b"1", b"  ", b"- ", b"\xe2\x80\xa8"]
)

Records = dict[tuple[str, str], tuple[dict[str, str], dict[str, str]]]


def wide(records: Records) -> str:
    """Written as wide CSV."""
    words = [*CELLS, *RESULT_CELLS]
    rows = [
        [code, period, *({**facts, **published}.get(word, "") for word in words)]
        for (code, period), (facts, published) in records.items()
    ]
    return _csv([["organisation", "period", *words], *rows])


def long(records: Records) -> str:
    """Written as long CSV; an organisation of which nothing is known still has a row."""
    rows = [
        [code, period, word, text]
        for (code, period), (facts, published) in records.items()
        for word, text in ({**facts, **published} or {"plan": ""}).items()
    ]
    return _csv([["organisation", "period", "fact", "value"], *rows])


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def document(records: Records) -> dict[str, object]:
    """As a document."""
    return {
        "records": [
            {"organisation": code, "period": period, "facts": facts, "published": published}
            for (code, period), (facts, published) in records.items()
        ]
    }


@given(records=RECORDS)
@SAME_FOLDER
def test_every_format_says_the_same(tmp_path: Path, records: Records) -> None:
    said = json.dumps(document(records), ensure_ascii=False)
    found = [
        values(read(write(tmp_path, name, text)))
        for name, text in [
            ("wide.csv", wide(records)),
            ("long.csv", long(records)),
            ("a.json", said),
            ("b.json", json.dumps(document(records), indent=2)),
            ("a.yaml", yaml.safe_dump(document(records), allow_unicode=True)),
        ]
    ]
    assert all(other == found[0] for other in found[1:])
    assert len(found[0]) == len(records) + sum(len({**f, **p}) for f, p in records.values())


@pytest.mark.parametrize("form", ["csv", "json", "yaml"])
@given(data=st.data())
@SAME_FOLDER
def test_no_bytes_make_a_reader_raise(tmp_path: Path, form: str, data: st.DataObject) -> None:
    start = data.draw(st.sampled_from([b"", *STARTS[form]]))
    rest = data.draw(st.one_of(st.binary(), st.lists(PIECES).map(b"".join)))
    facts, told = read_facts([write(tmp_path, f"a.{form}", start + rest)], VOCABULARY)
    assert facts is not None or told
    render_all(told)


def test_a_number_reads_alike_as_text_and_as_number(tmp_path: Path) -> None:
    head = '{"records": [{"organisation": "R1", "period": "Q1 2025/26", "facts": {"waits": '
    one = read(write(tmp_path, "one.json", head + "2.50}}]}")).records[0].facts["waits"]
    two = read(write(tmp_path, "two.json", head + '"2.50"}}]}')).records[0].facts["waits"]
    assert one.value == two.value == Decimal("2.50")
