"""The parser: the grammar, loaded once and kept in a cache, with the rules of every construct."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import lark
from lark import Lark, Token
from lark.lark import PostLex

from policy_dsl.syntax.aggregates import AggregateRules
from policy_dsl.syntax.example_tables import ExampleTableRules
from policy_dsl.syntax.examples import ExampleRules
from policy_dsl.syntax.expressions import ExpressionRules
from policy_dsl.syntax.facts import FactRules
from policy_dsl.syntax.groups import GroupRules
from policy_dsl.syntax.header import HeaderRules
from policy_dsl.syntax.history import HistoryRules
from policy_dsl.syntax.interpretations import InterpretationRules
from policy_dsl.syntax.layouts import LayoutRules
from policy_dsl.syntax.population import PopulationRules
from policy_dsl.syntax.ratings import RatingRules
from policy_dsl.syntax.records import RecordRules
from policy_dsl.syntax.results import ResultRules
from policy_dsl.syntax.scales import ScaleRules
from policy_dsl.syntax.scorecards import ScorecardRules
from policy_dsl.syntax.selections import SelectionRules
from policy_dsl.syntax.sources import SourceRules
from policy_dsl.syntax.tables import TableRules
from policy_dsl.syntax.triggers import TriggerRules
from policy_dsl.syntax.use import UseRules
from policy_dsl.syntax.values import ValueRules


class Rules(
    HeaderRules,
    SourceRules,
    ScaleRules,
    FactRules,
    GroupRules,
    ValueRules,
    TableRules,
    RatingRules,
    ResultRules,
    LayoutRules,
    ExpressionRules,
    AggregateRules,
    SelectionRules,
    HistoryRules,
    PopulationRules,
    UseRules,
    RecordRules,
    InterpretationRules,
    ScorecardRules,
    TriggerRules,
    ExampleRules,
    ExampleTableRules,
):
    """Every construct's rules, which the parser calls as it reads."""


class Lines(PostLex):
    """Keeps the new lines that begin a line of a declaration's body, and drops the others.

    The first indented line sets the body's indentation; a line indented further, one within
    brackets, or one after a comma or a colon continues the line above it.
    """

    always_accept = ("_NL",)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        body: int | None = None
        depth = 0
        unfinished = False
        for token in stream:
            if token.type == "_NL":
                indent = len(token.rsplit("\n", 1)[1].partition("#")[0])
                body = indent if body is None else body
                if depth == 0 and not unfinished and indent <= body:
                    yield token
                continue
            depth += (token.type == "LPAR") - (token.type == "RPAR")
            unfinished = token.type in ("_COMMA", "COLON")
            yield token


@cache
def parser() -> Lark:
    """The LALR parser of one declaration.

    Making the tables takes longer than reading a policy, so they are kept in the user's own cache
    folder, under the hash of the grammar.
    """
    grammar = files("policy_dsl.syntax").joinpath("policy.lark").read_text("utf-8")
    options: dict[str, Any] = {
        "parser": "lalr",
        "maybe_placeholders": True,
        "postlex": Lines(),
        "transformer": Rules(visit_tokens=False),
    }
    kept = _cache_file(grammar)
    if kept is not None:
        lark.logger.setLevel(logging.CRITICAL)  # a cache that cannot be read is only slower
        try:
            return Lark(grammar, cache=str(kept), **options)
        except OSError:
            pass
    return Lark(grammar, **options)


def _cache_file(grammar: str) -> Path | None:
    # Imported here: a process that never parses need not pay for it.
    from platformdirs import user_cache_path

    digest = sha256(f"{lark.__version__}{grammar}".encode()).hexdigest()[:16]
    folder = user_cache_path("policy_dsl")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return folder / f"grammar-{digest}.lark"
