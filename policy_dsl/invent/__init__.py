"""Invented organisations: facts under which something that is asked for comes about."""

from policy_dsl.invent.cuts import Cut, Figure, cuts, facts_behind
from policy_dsl.invent.nearest import what_would_change
from policy_dsl.invent.observed import observed
from policy_dsl.invent.search import (
    BUDGET,
    Wanted,
    changed,
    climb,
    find,
    reaching,
    smallest,
    with_history,
)
from policy_dsl.invent.situation import Situation, decide_in, made, made_list, situations
from policy_dsl.invent.tested import Subject, where_tested
from policy_dsl.invent.turns import Change, Turn, Way, WouldChange
from policy_dsl.invent.values import Worth, ordinary, worth_trying
from policy_dsl.invent.words import as_example, given_words, in_words

__all__ = [
    "BUDGET",
    "Change",
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
    "climb",
    "cuts",
    "decide_in",
    "facts_behind",
    "find",
    "given_words",
    "in_words",
    "made",
    "made_list",
    "observed",
    "ordinary",
    "reaching",
    "situations",
    "smallest",
    "what_would_change",
    "where_tested",
    "with_history",
    "worth_trying",
]
