"""The one path: policy text → checked policy → decisions.  Every tool comes this way.

    policies, said = load("nhs.oversight_framework")
    cases, said = read_cases(policies, [Path("trusts.csv")])
    for decision in decide(cases): ...

An author's mistake is a :class:`~policy_dsl.source.Diagnostic` in what is returned; nothing here
raises for one.
"""

from policy_dsl.pipeline.cases import Case, Supplied, decide, prepared
from policy_dsl.pipeline.editions import Editions, check_file, check_text, load
from policy_dsl.pipeline.reading import read_cases, read_policy_facts

__all__ = [
    "Case",
    "Editions",
    "Supplied",
    "check_file",
    "check_text",
    "decide",
    "load",
    "prepared",
    "read_cases",
    "read_policy_facts",
]
