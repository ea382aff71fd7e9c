"""The outcomes of examples as JUnit's XML, which build servers read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from policy_dsl.source import Diagnostic, Severity, printable, render, sort_key

if TYPE_CHECKING:
    from policy_dsl_cli.mutation import Mutation
    from policy_dsl_cli.trial import Trial


def to_junit(
    tested: Sequence[Trial],
    said: Sequence[Diagnostic],
    covering: bool = False,
    strict: bool = False,
    mutating: bool = False,
) -> str:
    """A suite for each policy, a case for each example; and an error for each mistake.

    With coverage, a further suite for each policy has a case for each goal.  One that is not
    reached is skipped; one that is missed fails if that is to be ``strict``.  With mutation, one
    has a case for each mutant: what no example notices is skipped, and what survives fails.

    Plain ASCII, the same for the same examples: it says nothing of times.
    """
    root = ET.Element("testsuites")
    for one in tested:
        suite = _suite(root, one.policy.edition, len(one.outcomes))
        suite.set("failures", str(len(one.failed)))
        for outcome in one.outcomes:
            title = outcome.example.title
            case = _case(suite, one.policy.edition, title, one.path, one.line(outcome))
            if not outcome.passed:
                failure = ET.SubElement(case, "failure", message=_text(outcome.failures[0]))
                failure.text = "\n".join(map(_text, outcome.failures))
    for one in tested if covering else ():
        _of_goals(root, one, strict)
    for one in tested if mutating else ():
        _of_mutants(root, one.mutation, strict)
    mistakes = [item for item in said if item.severity is Severity.ERROR]
    if mistakes:
        suite = _suite(root, "mistakes", len(mistakes))
        suite.set("errors", str(len(mistakes)))
        for item in sorted(mistakes, key=sort_key):
            case = _case(suite, "mistakes", item.code, item.file or "", _line(item))
            mistake = ET.SubElement(case, "error", message=_text(item.message), type=item.code)
            mistake.text = "\n".join(map(_text, render(item).split("\n")))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    data: bytes = ET.tostring(root, "us-ascii", xml_declaration=True)
    return data.decode("ascii") + "\n"


def _of_goals(root: ET.Element, tested: Trial, strict: bool) -> None:
    found, edition = tested.unreached, f"{tested.policy.edition} coverage"
    suite = _suite(root, edition, len(found.covered.goals))
    suite.set("failures", str(len(found.missed) if strict else 0))
    missed = frozenset(found.missed)
    for goal in found.covered.goals:
        name = f"{goal.rule}: {goal.text}"
        case = _case(suite, edition, name, tested.path, found.line(goal))
        if goal in missed:
            tag = "failure" if strict else "skipped"
            ET.SubElement(case, tag, message="no example reaches it")
        elif goal in found.cannot:
            ET.SubElement(case, "skipped", message=_text(f"cannot be: {found.cannot[goal]}"))
        elif goal in found.left:
            ET.SubElement(case, "skipped", message=_text(f"left: {found.left[goal]}"))


def _of_mutants(root: ET.Element, mutation: Mutation, strict: bool) -> None:
    from policy_dsl_cli.mutation import remarks

    edition, path = f"{mutation.policy.edition} mutants", mutation.policy.source.path
    suite = _suite(root, edition, len(mutation.tried))
    suite.set("failures", str(len(mutation.survivors) if strict else 0))
    for name, line, said, survives in remarks(mutation):
        case = _case(suite, edition, name, path, line)
        if said:
            tag = "failure" if survives and strict else "skipped"
            ET.SubElement(case, tag, message=_text(said))


def _suite(root: ET.Element, name: str, tests: int) -> ET.Element:
    counts = {"tests": str(tests), "failures": "0", "errors": "0"}
    return ET.SubElement(root, "testsuite", {"name": _text(name), **counts})


def _case(suite: ET.Element, of: str, name: str, path: str, line: int) -> ET.Element:
    words = {"classname": _text(of), "name": _text(name)}
    if path:
        words["file"] = _text(path)
    if line:
        words["line"] = str(line)
    return ET.SubElement(suite, "testcase", words)


def _line(diagnostic: Diagnostic) -> int:
    if diagnostic.source is None or not diagnostic.labels:
        return 0
    return diagnostic.source.position(diagnostic.labels[0].span.start).line


def _text(text: str) -> str:
    """Without the characters that XML cannot hold: control characters, lone surrogates."""
    return printable(text)
