"""Checking sources: one id each, a grade that exists."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.source import did_you_mean
from policy_dsl.syntax.sources import Source
from policy_dsl.values.grades import Grade


def check_sources(context: Context) -> None:
    """Notes every source under its id."""
    grades = [grade.value for grade in Grade]
    for source in context.file.declarations:
        if not isinstance(source, Source):
            continue
        if context.declare(source.name):
            context.sources[source.name.text] = source
        if source.grade.text not in grades:
            context.error(
                "unknown-grade",
                f"`{source.grade.text}` is not a grade of evidence",
                source.grade,
                did_you_mean(source.grade.text, grades) or f"the grades are {', '.join(grades)}",
            )
