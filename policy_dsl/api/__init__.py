"""The way through for a Python program or a notebook: a few functions that raise where they must.

Underneath, an author's mistake is a value. Here, where a person types line by line, it is an
exception that shows itself as the command line would, and a warning is a Python warning.
"""

from policy_dsl.api.decisions import decide, reproduce
from policy_dsl.api.errors import FactsError, PolicyError, PolicyWarning
from policy_dsl.api.facts import read_facts, record
from policy_dsl.api.policies import check, list_editions, load, run_examples

__all__ = [
    "FactsError",
    "PolicyError",
    "PolicyWarning",
    "check",
    "decide",
    "list_editions",
    "load",
    "read_facts",
    "record",
    "reproduce",
    "run_examples",
]
