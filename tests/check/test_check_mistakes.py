"""Every mistake the checker knows, at its place; and no code of ours is without an example."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy_dsl.pipeline import check_file, check_text
from policy_dsl.source import Severity, SourceText
from tests.syntax.expectations import examples, faults, read_example

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MISTAKES = HERE / "mistakes"
PLACES = [MISTAKES, HERE.parent / "syntax" / "mistakes"]
#: Codes that are not said of a policy's text, and the test that shows them.
ELSEWHERE = {
    "library-missing": "test_check_editions.py",
    "duplicate-edition": "test_check_editions.py",
    "editions-overlap": "test_check_editions.py",
    "editions-apart": "test_check_editions.py",
    "unknown-policy": "test_check_editions.py",
    "unknown-edition": "test_check_editions.py",
    "former-name-unknown": "../language/test_renamed_facts.py",
    "use": "../language/test_use.py",
    "use-cycle": "../language/test_use.py",
    "used-policy": "../language/test_use.py",
    "empty-policy": "../syntax/test_syntax_mistakes.py",
    "number-too-long": "../syntax/test_syntax_mistakes.py",
    "nested-too-deeply": "../syntax/test_syntax_mistakes.py",
}


@pytest.mark.parametrize("path", examples(MISTAKES), ids=lambda path: path.name)
def test_what_is_said_is_what_is_expected(path: Path) -> None:
    assert faults(path) == []


def codes_in(path: Path) -> Iterator[str]:
    """The codes a module gives to ``error``, ``warning``, ``context.error`` and their like."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        if name in ("error", "warning", "warn", "unknown"):
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def codes() -> set[str]:
    package = ROOT / "policy_dsl"
    paths = [*package.glob("syntax/*.py"), *package.glob("check/*.py"), package / "library.py"]
    return {code for path in paths for code in codes_in(path)}


def test_every_code_has_an_example() -> None:
    shown = {
        expectation.code
        for folder in PLACES
        for path in examples(folder)
        for expectation in read_example(path).expected
    }
    for code, path in ELSEWHERE.items():
        assert f'"{code}"' in (HERE / path).read_text("utf-8"), f"{path} does not show {code}"
    assert codes() - shown - ELSEWHERE.keys() == set()


def test_codes_were_found_at_all() -> None:
    assert {"unknown-name", "syntax", "unit", "order", "cycle", "unknown-edition"} <= codes()
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes())


@pytest.mark.parametrize("form", ["error('planted', 'm')", "context.error('planted' if a else b)"])
def test_a_planted_code_is_found(tmp_path: Path, form: str) -> None:
    module = tmp_path / "planted.py"
    module.write_text(form, "utf-8")
    assert list(codes_in(module)) == ["planted"]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "policies").rglob("*.policy")), ids=lambda path: path.stem
)
def test_the_policies_we_ship_have_no_mistakes(path: Path) -> None:
    policy, said = check_file(path)
    assert said == ()
    assert policy is not None


def test_a_policy_with_a_mistake_is_none() -> None:
    for folder in PLACES:
        for path in examples(folder):
            policy, said = check_text(read_example(path).source)
            assert policy is None
            assert any(item.severity is Severity.ERROR for item in said)


def test_groups_within_groups_do_not_multiply() -> None:
    levels = "".join(
        f"group g{n} = g{n - 1}, h{n - 1}\ngroup h{n} = g{n - 1}, h{n - 1}\n" for n in range(1, 60)
    )
    text = (
        'policy p version 1\n    title "P"\n    in force from 2025-04-01\n    rates a each year\n\n'
        'facts each year\n    x number "X"\n    y number "Y"\n\n'
        f"group g0 = x\ngroup h0 = y\n{levels}\nvalue v = average of g59\n"
    )
    policy, said = check_text(SourceText("p", text))
    assert policy is None
    assert {item.code for item in said} == {"duplicate-member"}
