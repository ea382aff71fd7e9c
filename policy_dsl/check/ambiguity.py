"""Wording that could be read in two ways: an error, with both readings in brackets.

The grammar settles how much each word takes hold of.  Where a reader would have to know that, and
the other reading would also make sense, the author has to say which is meant.
"""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.check.items import ItemPart
from policy_dsl.source import Span
from policy_dsl.syntax.aggregates import CountWhich, Round, WhichCompare
from policy_dsl.syntax.expressions import Arithmetic, Both, Either, Name, Negative, Not
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.history import DateFrom, Held
from policy_dsl.syntax.nodes import LabelName, Node
from policy_dsl.syntax.selections import Quantified, Quantifier
from policy_dsl.values.types import Quantity, Unit


def check_ambiguity(context: Context) -> None:
    """Reports every expression of the file that could be read in two ways."""
    for item in context.file.declarations:
        for node in item.walk():
            match node:
                case Not(operand=Held() as held) if not _in_brackets(context, held):
                    _window(context, node, node, held)
                case Both() | Either():
                    _last_of_several(context, node)
                case Quantified(where=Node() as where) if not _in_brackets(context, where):
                    _within_where(context, node, where)
                case Arithmetic():
                    _operand(context, node)


# ---- conditions over several periods ------------------------------------------------------------


def _last_of_several(context: Context, node: Both | Either) -> None:
    """``a and b for 3 consecutive quarters``."""
    for operand in node.operands[1:]:
        if isinstance(operand, Held) and not _in_brackets(context, operand):
            _window(context, node, node.operands[0], operand)


def _window(context: Context, node: Node, first: Node, held: Held) -> None:
    """A window of which it is not said whether it begins at ``first`` or at its own condition."""
    before = _text(context, first.span.start, held.span.start)
    if isinstance(first, Not) and first is node:
        before = before.lstrip("( ")
    condition = _text(context, held.condition.span.start, held.condition.span.end)
    window = _text(context, held.condition.span.end, held.span.end)
    _report(
        context,
        node,
        f"`{window}` could be about all that stands before it or the last condition only",
        f"({before} {condition}) {window}",
        f"{before} ({condition} {window})",
    )


# ---- what `where` takes hold of -----------------------------------------------------------------


def _within_where(context: Context, node: Quantified, where: Node) -> None:
    """``any of notices where open or any of conditions where late``."""
    if node.quantifier is Quantifier.COUNT_OF:
        return  # a number is no condition: only one reading makes sense
    head = _text(context, node.span.start, where.span.start).lstrip("( ")
    of_records = isinstance(context.named.get(node.of.text), Fact)  # which have no earlier periods
    if isinstance(where, Held) and not of_records and _reads_item(context, where):
        condition = _text(context, where.condition.span.start, where.condition.span.end)
        window = _text(context, where.condition.span.end, where.span.end)
        _report(
            context,
            node,
            f"`{window}` could be asked of each one or of `{node.quantifier.value}`",
            f"{head} ({condition} {window})",
            f"({head} {condition}) {window}",
        )
    if not isinstance(where, Both | Either):
        return
    word = "and" if isinstance(where, Both) else "or"
    for before, operand in zip(where.operands, where.operands[1:], strict=False):
        if not (_selects(context, operand) or _stands_outside(context, node, where, operand)):
            continue
        inner = _text(context, where.span.start, before.span.end)
        other = _text(context, operand.span.start, operand.span.end)
        _report(
            context,
            operand,
            f"this could belong to `where` or stand beside `{node.quantifier.value}`",
            f"{head} ({inner} {word} {other})",
            f"({head} {inner}) {word} {other}",
        )
        break


def _selects(context: Context, node: Node) -> bool:
    if isinstance(node, Not) and not _in_brackets(context, node):
        node = node.operand
    selects = isinstance(node, Quantified) and node.where is not None
    return selects and not _in_brackets(context, node)


def _stands_outside(
    context: Context, node: Quantified, where: Both | Either, operand: Node
) -> bool:
    """Whether a part of ``where`` says nothing of the item, and it matters where it stands."""
    any_of = node.quantifier is Quantifier.ANY_OF
    matters = any_of if isinstance(where, Either) else not any_of
    return matters and _is_understood(context, operand) and not _reads_item(context, operand)


def _is_understood(context: Context, node: Node) -> bool:
    return all(part in context.meanings for part in node.walk() if isinstance(part, Name))


def _reads_item(context: Context, node: Node) -> bool:
    return any(
        isinstance(context.meanings.get(part), ItemPart)
        for part in node.walk()
        if isinstance(part, Name | LabelName)
    )


# ---- calculations -------------------------------------------------------------------------------


def _operand(context: Context, node: Arithmetic) -> None:
    """``round up a / b``, ``1 month after due + 3 days``."""
    open_ = _open_end(context, node.left)
    if open_ is None:
        return
    if isinstance(open_, DateFrom) and context.types.get(node.right) != Quantity(Unit.DAYS):
        return  # only to a date can days be added
    inner = _text(context, open_.span.start, open_.span.end)
    last = _last(open_)
    head = _text(context, open_.span.start, last.span.start)
    operand = _text(context, last.span.start, last.span.end)
    rest = _text(context, node.left.span.end, node.right.span.end)
    before = _text(context, node.left.span.start, open_.span.start)
    _report(
        context,
        node,
        f"`{head}` could apply to `{operand}` or to `{operand} {rest}`",
        f"{before} ({inner}) {rest}".strip(),
        f"{before} {head} ({operand} {rest})".strip(),
    )


def _open_end(context: Context, node: Node) -> Round | DateFrom | CountWhich | None:
    """The last part of an expression, if it takes hold of what follows without an end."""
    if _in_brackets(context, node):
        return None
    match node:
        case Round(places=None) | DateFrom() | CountWhich(test=WhichCompare()):
            return None if _in_brackets(context, _last(node)) else node
        case Arithmetic():
            return _open_end(context, node.right)
        case Negative():
            return _open_end(context, node.operand)
    return None


def _last(node: Round | DateFrom | CountWhich) -> Node:
    *_, last = node.children()
    if isinstance(node, CountWhich):
        *_, last = last.children()
    return last


# ---- the text -----------------------------------------------------------------------------------


def _report(context: Context, node: Node, what: str, one: str, other: str) -> None:
    context.error("ambiguous", what, node, f"write `{one}` or `{other}`")


def _in_brackets(context: Context, node: Node) -> bool:
    """Whether brackets stand around an expression: they belong to its text."""
    first = next(iter(node.children()), None)
    if first is not None and first.span.start == node.span.start:
        return False
    return context.file.source.text[node.span.start : node.span.start + 1] == "("


def _text(context: Context, start: int, end: int) -> str:
    return context.file.source.on_one_line(Span(start, end))
