"""Files of facts with mistakes, for docs/messages.md."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from policy_dsl.facts.files import LONGEST_LINE, MOST_DOCUMENT_BYTES
from policy_dsl.pipeline import check_text, read_policy_facts
from policy_dsl.pipeline.doubts import doubts
from policy_dsl.source import Diagnostic, SourceText

_POLICY = """\
policy example.homes version 2025-26
    title    "Homes"
    in force 2025-04-01 to 2026-03-31
    rates    care_home each quarter

scale colour best to worst: green, red

value days_waited = waits

published results
    days_waited from N1

record notice
    issued date
    fine   money

facts each quarter
    notices      list of notice "Notices" from N1
    opened       date "Opened"
    rated        colour "Rating"
    waits        number to 1 place from 0 to 100 "Days waited" from M1
    plan_on_time yes_or_no "Plan on time"
    beds         count "Beds"

judgements by panel
    well_led yes_or_no "Well led"

national facts each quarter supplied in "homes.national.yaml"
    mean_wait number to 1 place "Mean wait"

layout "A row for each figure"
    organisation in Home
    period in       Quarter
    identifier in   Metric
    value in        Value
"""
_HEAD = "organisation,period,waits,plan_on_time,beds\n"
_RECORD = "records:\n  - organisation: H1\n    period: Q1 2025/26\n"

_DOUBTS = (
    "organisation,kind,period,waits\nh1,Care home,Q1 2025/26,3\nH1,Care home,Q2 2025/26,3\n"
    "H2,Hospice,Q1 2025/26,3\nH3,Care homes,Q1 2025/26,3\n"
)
_MEAN = "national:\n  - period: Q1 2025/26\n    facts: {{mean_wait: {}}}\n"

#: By name the files, each of which has mistakes.
FILES: dict[str, str | bytes] = {
    "homes.csv": _HEAD
    + "H1,Q1 2025/26,many,perhaps,2.5\nH2,Q1 2025/26,101,yes,40\nH3,Q1 2025/26,1.25,no,40\n"
    + "H4,spring,3,no,40\nH5,2025-06,3,no,40\n,Q1 2025/26,3,no,40\nH6,Q1 2025/26,3,no\n"
    + "H7,Q1 2025/26,3,no,40\nH7,Q1 2025/26,4,no,40\nH8,,3,no,40\nH8,Q1 2025/26,-1,no,40\n"
    + "H9,Q1 2025/26,many,no,40,5\n"
    + ",Q1 2025/26,,,\n",
    "more.csv": _HEAD
    + "".join(f"H{n},Q1 2025/26,many,yes,40\n" for n in range(150))
    + "".join(f"H{n},Q1 2025/26,{n + 200},yes,40\n" for n in range(150)),
    "opened.csv": "organisation,period,opened,rated\nH1,Q1 2025/26,2025-02-30,gren\n"
    "H3,Q1 2025/26,06/07/2025,green\n"
    "H2,Q1 2025/26,spring,purple\n",
    "columns.csv": "organisation,period,waits,plan_in_time\nH1,Q1 2025/26,3,yes\n",
    "figures.csv": "Home,Quarter,Metric,Value\nH1,Q1 2025/26,M1,3\nH1,Q1 2025/26,,4\n"
    "H1,Q1 2025/26,M2,4\n",
    "nobody.csv": "Home,Quarter,Metric,Value\n,Q1 2025/26,M1,3\n,Q1 2025/26,M1,\n",
    "title.csv": "Waiting times,,,,\n\n" + _HEAD + "H1,Q1 2025/26,3,no,40\n",
    "lacking.csv": "Home,Quarter,Metrik,Value\nH1,Q1 2025/26,M1,3\n",
    "other.csv": "organisation,period,staff\nH1,Q1 2025/26,12\n",
    "twice.csv": "organisation,period,waits,waits\nH1,Q1 2025/26,3,4\n",
    "quotes.csv": _HEAD + 'H1,Q1 2025/26,"3,yes,40\n',
    "heading.csv": _HEAD,
    "empty.csv": "",
    "latin.csv": _HEAD.encode() + "H\xe9,Q1 2025/26,3,yes,40\n".encode("latin-1"),
    "nul.csv": _HEAD.encode() + b"H1,Q1 2025/26,\x00,yes,40\n",
    "line.csv": _HEAD + "H" * (LONGEST_LINE + 1),
    "homes.json": '{"records": [{"organisation": "H1",}]}\n',
    "homes.yaml": "records:\n  - organisation: [H1\n",
    "tagged.yaml": "records: !!python/name:os.system\n",
    "shape.yaml": "- H1\n- H2\n",
    "keys.yaml": _RECORD + "    period: Q2 2025/26\n",
    "deep.yaml": "records: " + "[" * 80 + "]" * 80 + "\n",
    "policy.yaml": "policy: example.hospitals\n" + _RECORD + "    facts:\n      waits: 3\n",
    "judgement.yaml": _RECORD + "    facts:\n      well_led: {value: yes, on: some day}\n",
    "unvalued.yaml": _RECORD + "    facts:\n      well_led: {by: panel, because: seen}\n",
    "listed.yaml": _RECORD + "    facts:\n      well_led: {value: yes, because: [seen, heard]}\n",
    "lists.yaml": _RECORD
    + "    facts:\n      notices:\n        - {issued: soon, fine: £1, paid: yes}\n",
    "single.yaml": _RECORD + "    facts:\n      waits: {by: panel}\n",
    "shapes.yaml": "grade: guessed\nsauce: NHS\npolicy: [example.homes]\nnational: none\nrecords:\n"
    + "  - H1\n  - organisation: H1\n  - period: Q1 2025/26\n    facts: {}\n"
    + "  - organisation: H2\n    period: [Q1]\n    facts: [waits]\n"
    + "  - organisation: H3\n    period: Q1 2025/26\n    facts:\n      notices: [none]\n"
    + "  - organisation: H4\n    period: Q1 2025/26\n    facts:\n      notices: [issued: [1]]\n"
    + "  - organisation: H5\n    period: Q1 2025/26\n    facts:\n"
    + "      well_led: {value: yes, bye: me}\n",
    "several.yaml": _RECORD + "---\n" + _RECORD,
    "key.yaml": "records:\n  - [organisation]: H1\n",
    "both.yaml": _RECORD + "    facts:\n      N1: [{issued: 2025-05-01}]\n",
    "comment.yaml": "# Nothing yet.\n",
    "nothing.yaml": "policy: example.homes\n",
    "kinds.yaml": _RECORD
    + "    kind: care_home\n    facts: {waits: 3}\n"
    + "  - organisation: H1\n    period: Q1 2025/26\n    kind: hospice\n    facts: {beds: 3}\n",
    "mean.yaml": _MEAN.format(4.5),
    "homes.xlsx": "PK",
}


def said_of_facts() -> Iterator[Diagnostic]:
    """All that is said of the files, and of a file and a folder that cannot be read as one."""
    policy, said = check_text(SourceText("homes.policy", _POLICY))
    assert policy is not None, said
    with TemporaryDirectory() as scratch, chdir(scratch):
        for name, content in FILES.items():
            data = content.encode() if isinstance(content, str) else content
            Path(name).write_bytes(data)
        Path("folder.csv").mkdir()
        with Path("large.json").open("wb") as large:
            large.truncate(MOST_DOCUMENT_BYTES + 1)  # a hole, which takes no room
        supplied = Path("homes.national.yaml")
        supplied.write_text(_MEAN.format(4.2), "utf-8")
        for name in [*FILES, "large.json", "homse.csv", "folder.csv", "homes.csv/homes.csv"]:
            yield from read_policy_facts(policy, [Path(name)])[1]
        Path("doubts.csv").write_text(_DOUBTS, "utf-8")
        facts, _ = read_policy_facts(policy, [Path("doubts.csv")])
        assert facts is not None
        yield from doubts([(policy, record) for record in facts.records])
        supplied.write_text(_RECORD + "    facts: {waits: 3}\n", "utf-8")
        yield from read_policy_facts(policy, [])[1]
