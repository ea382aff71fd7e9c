"""Invented organisations: facts under which something that is asked for comes about."""

from policy_dsl.invent.company import companies
from policy_dsl.invent.cuts import (
    Cut,
    Figure,
    cuts,
    facts_behind,
    rules_behind,
    subject_node,
    subject_type,
)
from policy_dsl.invent.lines import variants
from policy_dsl.invent.meeting import Compared, gap, meeting
from policy_dsl.invent.nearest import what_would_change
from policy_dsl.invent.observed import observed
from policy_dsl.invent.search import (
    BUDGET,
    Wanted,
    changed,
    find,
    smallest,
    supplying,
    with_history,
)
from policy_dsl.invent.situation import Situation, decide_in, items_of, made, made_list, situations
from policy_dsl.invent.tested import Subject, is_itself, steps_tested, where_tested
from policy_dsl.invent.turns import Change, Turn, Way, WouldChange
from policy_dsl.invent.values import Worth, field_values, ordinary, worth_trying
from policy_dsl.invent.words import as_example, given_words, in_words

__all__ = [
    "BUDGET",
    "Change",
    "Compared",
    "Cut",
    "Figure",
    "Situation",
    "Subject",
    "Turn",
    "Wanted",
    "Way",
    "Worth",
    "WouldChange",
    "as_example",
    "changed",
    "companies",
    "cuts",
    "decide_in",
    "facts_behind",
    "field_values",
    "find",
    "gap",
    "given_words",
    "in_words",
    "is_itself",
    "items_of",
    "made",
    "made_list",
    "meeting",
    "observed",
    "ordinary",
    "rules_behind",
    "situations",
    "smallest",
    "steps_tested",
    "subject_node",
    "subject_type",
    "supplying",
    "variants",
    "what_would_change",
    "where_tested",
    "with_history",
    "worth_trying",
]
