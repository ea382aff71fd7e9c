"""Groups that nothing reads."""

from __future__ import annotations

from pathlib import Path

from policy_dsl.findings import fix
from policy_dsl_cli.main import run
from tests.lint.reading import found, page, told

BAD, GOOD = page("unused-group")


def test_the_name_is_pointed_at() -> None:
    assert told(BAD) == [("unused-group", 14, "flow")]


def test_the_fix_is_the_better_text() -> None:
    done = fix(found(BAD)).source.text
    assert done == GOOD


def test_a_group_in_a_group_is_read_if_that_is() -> None:
    text = BAD + "\ngroup outer = flow\n"
    assert told(text) == [("unused-group", 21, "outer")]
    done = fix(found(text)).source.text  # the inner one is found at the next look
    assert told(done) == [("unused-group", 14, "flow")]


def test_one_run_of_the_fix_leaves_nothing_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "nested.policy"
    nested = "".join(f"\ngroup outer_{n} = {f'outer_{n - 1}' if n else 'flow'}\n" for n in range(6))
    path.write_text(BAD + nested, "utf-8")
    run(["check", "--fix", str(path)])
    assert path.read_text("utf-8").rstrip() == GOOD.rstrip()


def test_a_group_that_a_rule_counts_is_read() -> None:
    text = BAD + "\nvalue mean = average of flow                                    [WG 3]\n"
    text += '\nexample "Mean"\n    given waits 90%, delays 10%\n    expect mean 50%\n'
    assert told(text) == []
