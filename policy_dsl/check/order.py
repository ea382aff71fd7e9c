"""The order in which results can be worked out, and the cycles that forbid one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from policy_dsl.check.context import Context
from policy_dsl.check.names_used import names_used
from policy_dsl.check.policy import Named
from policy_dsl.source import Label, error
from policy_dsl.syntax.expressions import Name
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import LabelName, Word
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.values.types import BUILT_IN, Plain

#: What needs nothing to be worked out.
_GIVEN = (Fact, Interpretation)


#: What has its type written beside its name, so that it need not be checked before it is used.
_OF_WRITTEN_TYPE = (Table, Rating, Trigger)

Needs = Iterator[tuple[Word | Name | LabelName, Named]]
Report = Callable[[Word | Name | LabelName, list[Named], Named], None]


def in_order(context: Context) -> list[Named]:
    """Every group and result, each after all that it needs, in the order of the text otherwise.

    What a rule needs of earlier periods only comes before it in time, and so need not here.  The
    members of a cycle are reported once.
    """
    return _sorted(
        context.named.values(),
        lambda item: _needs(context, item, now=True),
        lambda where, path, needed: _report(context, where, path, needed),
    )


def declare_types(context: Context) -> None:
    """Notes the types that are written, since an earlier period of any result may be asked for."""
    for item in context.named.values():
        if isinstance(item, Trigger):
            context.types[item] = Plain.YES_OR_NO
        elif isinstance(item, Table | Rating):
            type_ = BUILT_IN.get(item.type.text) or context.scales.get(item.type.text)
            if type_ is not None:
                context.types[item] = type_


def checking_order(context: Context, ordered: list[Named]) -> list[Named]:
    """The same, but each comes after every value whose type it takes, of earlier periods too."""
    circular = any(item.code == "cycle" for item in context.diagnostics)

    def needs(item: Named) -> Needs:
        for word, needed in _needs(context, item):
            if not isinstance(needed, _OF_WRITTEN_TYPE):
                yield word, needed

    def report(where: Word | Name | LabelName, path: list[Named], needed: Named) -> None:
        if not circular:
            _report_type(context, where, path, needed)

    return _sorted(ordered, needs, report)


def _sorted(
    items: Iterable[Named], needs_of: Callable[[Named], Needs], report: Report
) -> list[Named]:
    """Walked with a stack of its own, so that no chain of values is too long."""
    done: dict[Named, bool] = {}  # False while what it needs is still being visited
    ordered: list[Named] = []
    for first in items:
        if isinstance(first, _GIVEN) or first in done:
            continue
        path: list[tuple[Named, Needs]] = []
        done[first] = False
        path.append((first, needs_of(first)))
        while path:
            item, needs = path[-1]
            for where, needed in needs:
                state = done.get(needed)
                if state is False:
                    report(where, [step for step, _ in path], needed)
                elif state is None and not isinstance(needed, _GIVEN):
                    done[needed] = False
                    path.append((needed, needs_of(needed)))
                    break
            else:
                done[item] = True
                ordered.append(item)
                path.pop()
    return ordered


def _needs(context: Context, item: Named, now: bool = False) -> Needs:
    """What a group or result refers to, with the place where it does."""
    for word in names_used(context, item, now):
        needed = context.named.get(word.text)
        if needed is not None:
            yield word, needed


def _report(
    context: Context, where: Word | Name | LabelName, path: list[Named], needed: Named
) -> None:
    cycle = path[path.index(needed) :]
    names = [item.name.text for item in cycle]
    first = context.places.get(names[0], where.span)
    context.diagnostics.append(
        error(
            "cycle",
            f"`{names[0]}` needs itself: {' -> '.join([*names, names[0]])}",
            context.file.source,
            where.span,
            "break the circle: a result cannot rest on itself",
            "",
            [Label(first, f"`{names[0]}` is declared here")],
        )
    )


def _report_type(
    context: Context, where: Word | Name | LabelName, path: list[Named], needed: Named
) -> None:
    names = [item.name.text for item in path[path.index(needed) :]]
    context.error(
        "cycle",
        f"the type of `{names[0]}` rests on itself: {' -> '.join([*names, names[0]])}",
        where,
        "a value that looks back at itself has no type to begin with; make it a rating or a table",
    )
