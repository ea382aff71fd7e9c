"""The policies of the library, checked once; or without examples, where these do not matter."""

from functools import cache
from pathlib import Path

from policy_dsl.check.policy import Policy
from policy_dsl.pipeline import check_file, check_text
from policy_dsl.source import Edit, SourceText, edited
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.parse import parse

LIBRARY = Path(__file__).resolve().parents[1] / "policies"
FILES = sorted(LIBRARY.rglob("*.policy"))


@cache
def policy_at(path: Path) -> Policy:
    """A policy of the library, which does not change: it is checked once for all tests."""
    policy, said = check_file(path, LIBRARY)
    assert policy is not None, [one.message for one in said]
    return policy


def rules_of(path: Path) -> SourceText:
    """The text of a policy without its examples, which are most of it."""
    source = SourceText(str(path), path.read_text("utf-8"))
    file, _ = parse(source)
    examples = [item for item in file.declarations if isinstance(item, Example | ExampleTable)]
    return edited(source, [Edit(item.span, "") for item in examples])


def policy_of_rules(path: Path) -> Policy:
    """A policy without its examples; an assertion fails if it has mistakes."""
    policy, said = check_text(rules_of(path), LIBRARY)
    assert policy is not None, [one.message for one in said]
    return policy
