"""Policies as code: how health organisations are rated, and why.

    >>> from policy_dsl import decide, explain, load, read_facts
    >>> policy = load("nhs.oversight_framework")
    >>> facts = read_facts(policy, "docs/examples/oversight.yaml")
    >>> (decision,) = decide(policy, facts, organisation="RXG", period="Q1 2025/26")
    >>> print(decision.ratings["final"])
    3
    >>> explain(decision, "final")  # as text when printed, as HTML in a notebook

`load`, `read_facts` or `record`, `decide`, `explain` and `reproduce` are the way through;
`list_editions` and `check` look at the library and at a policy file, `run_examples` tries the
examples in it. The other names are what they take, give and raise. Nothing is imported before it
is used.
"""

from __future__ import annotations

import sys

from policy_dsl._version import VERSION

# What type checkers take for true. Importing `typing` for it would double the time of the import.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from policy_dsl.api import (
        FactsError,
        PolicyError,
        PolicyWarning,
        check,
        decide,
        list_editions,
        load,
        read_facts,
        record,
        reproduce,
        run_examples,
    )
    from policy_dsl.evaluate.decision import Decision
    from policy_dsl.evaluate.step import Step
    from policy_dsl.explain.explanation import Explanation, explain
    from policy_dsl.facts.records import Fact, Facts, Record
    from policy_dsl.library import Edition
    from policy_dsl.pipeline import Editions
    from policy_dsl.reproduce.compare import Comparison
    from policy_dsl.source import Diagnostic
    from policy_dsl.testing import Outcome
    from policy_dsl.values.absence import DoesNotApply, Nothing, NotKnown
    from policy_dsl.values.periods import Period
    from policy_dsl.values.scales import Label

__version__ = VERSION

_HOMES = {
    "Comparison": "policy_dsl.reproduce.compare",
    "Decision": "policy_dsl.evaluate.decision",
    "Diagnostic": "policy_dsl.source",
    "DoesNotApply": "policy_dsl.values.absence",
    "Edition": "policy_dsl.library",
    "Editions": "policy_dsl.pipeline",
    "Explanation": "policy_dsl.explain.explanation",
    "Fact": "policy_dsl.facts.records",
    "Facts": "policy_dsl.facts.records",
    "FactsError": "policy_dsl.api",
    "Label": "policy_dsl.values.scales",
    "NotKnown": "policy_dsl.values.absence",
    "Nothing": "policy_dsl.values.absence",
    "Outcome": "policy_dsl.testing",
    "Period": "policy_dsl.values.periods",
    "PolicyError": "policy_dsl.api",
    "PolicyWarning": "policy_dsl.api",
    "Record": "policy_dsl.facts.records",
    "Step": "policy_dsl.evaluate.step",
    "check": "policy_dsl.api",
    "decide": "policy_dsl.api",
    "explain": "policy_dsl.explain.explanation",
    "list_editions": "policy_dsl.api",
    "load": "policy_dsl.api",
    "read_facts": "policy_dsl.api",
    "record": "policy_dsl.api",
    "reproduce": "policy_dsl.api",
    "run_examples": "policy_dsl.api",
}

__all__ = [
    "Comparison",
    "Decision",
    "Diagnostic",
    "DoesNotApply",
    "Edition",
    "Editions",
    "Explanation",
    "Fact",
    "Facts",
    "FactsError",
    "Label",
    "NotKnown",
    "Nothing",
    "Outcome",
    "Period",
    "PolicyError",
    "PolicyWarning",
    "Record",
    "Step",
    "__version__",
    "check",
    "decide",
    "explain",
    "list_editions",
    "load",
    "read_facts",
    "record",
    "reproduce",
    "run_examples",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__


class _Face(type(sys)):  # type: ignore[misc]  # `types.ModuleType`, without importing `types`
    """This module, on which the folders `check`, `explain` and `reproduce` are not seen.

    Importing a folder puts it on its parent by its name, where here the function of that name is.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, type(sys))):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
