"""A&E performance by trust and month: who missed 95% for three consecutive months."""

import csv
from collections import defaultdict
from pathlib import Path

from policy_dsl.pipeline import check_file, load, read_cases
from policy_dsl.source import render_all
from policy_dsl.values.absence import NotKnown

POLICY = """policy test.a_and_e version 2016
    title "Four-hour standard"
    in force 2016-04-01 to 2019-03-31
    rates trust each month

source NHS unverified "The operational standard, recalled"

facts each month
    attendances count "Attendances of all types"
    breaches    count "More than four hours from arrival to leaving"

value performance = (attendances - breaches) / attendances
value missed      = performance < 0.95                                     [NHS]
value persistent  = missed for 3 consecutive months                        [NHS]
"""


def _months(shared: Path) -> dict[tuple[str, str], tuple[int, int]]:
    """Attendances and breaches of all types by organisation and month."""
    totals: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    with (shared / "data/ae_2016_2019/ae_attendances.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            total = totals[row["org_code"], row["period"]]
            total[0] += int(row["attendances"])
            total[1] += int(row["breaches"])
    return {key: (seen, late) for key, (seen, late) in totals.items()}


def _before(month: str, count: int) -> str:
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 - count, 12)
    return f"{year}-{number + 1:02d}"


def test_who_missed_the_standard_for_three_consecutive_months(tmp_path: Path, shared: Path) -> None:
    months = _months(shared)
    path = tmp_path / "a_and_e.policy"
    path.write_text(POLICY)
    facts = tmp_path / "facts.csv"
    lines = [f"{code},{month},{seen},{late}" for (code, month), (seen, late) in months.items()]
    facts.write_text("organisation,period,attendances,breaches\n" + "\n".join(lines) + "\n")
    _, said = check_file(path)
    assert not said, render_all(said)
    editions, _ = load(str(path))
    assert editions is not None
    cases, said = read_cases(editions, [facts])
    assert cases is not None, render_all(said)
    assert len(cases) == len(months)

    found: dict[tuple[str, str], bool | None] = {}
    for case in cases:
        value = case.decide()["persistent"].value
        day = case.record.period.first_day
        key = (case.record.organisation.code, f"{day.year}-{day.month:02d}")
        assert isinstance(value, bool | NotKnown)
        found[key] = None if isinstance(value, NotKnown) else value

    def missed(code: str, month: str) -> bool | None:
        seen, late = months.get((code, month), (0, 0))
        return None if seen == 0 else 100 * (seen - late) < 95 * seen

    for (code, month), answer in found.items():
        three = [missed(code, _before(month, back)) for back in range(3)]
        expected = False if False in three else None if None in three else True
        assert answer is expected, (code, month, three)

    trusts = {code for (code, _), answer in found.items() if answer}
    assert len(trusts) > 100
    assert None in found.values()
    assert False in found.values()
