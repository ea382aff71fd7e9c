"""Invented organisations: facts under which something that is asked for comes about."""

from policy_dsl.invent.cuts import Cut, Figure, cuts, facts_behind
from policy_dsl.invent.search import BUDGET, Wanted, changed, climb, find, reaching, smallest
from policy_dsl.invent.situation import Situation, decide_in, made, made_list, situations
from policy_dsl.invent.values import Worth, ordinary, worth_trying
from policy_dsl.invent.words import as_example, given_words, in_words

__all__ = [
    "BUDGET",
    "Cut",
    "Figure",
    "Situation",
    "Wanted",
    "Worth",
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
    "ordinary",
    "reaching",
    "situations",
    "smallest",
    "worth_trying",
]
