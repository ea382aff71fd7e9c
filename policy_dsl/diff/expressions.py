"""Where two expressions part, as finely as they can be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policy_dsl.diff.asking import asks_a_count
from policy_dsl.diff.change import Kind
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.part import Part, sentence_of
from policy_dsl.diff.sequences import words_alike
from policy_dsl.diff.wider import (
    is_figure,
    passes_more,
    rounds_higher,
    sign_wider,
    sums_up_higher,
    takes_more,
    wider,
)
from policy_dsl.syntax.aggregates import (
    Aggregate,
    CountWhich,
    GroupOperands,
    Operands,
    Round,
    Summary,
    WhichCompare,
)
from policy_dsl.syntax.expressions import (
    Arithmetic,
    Both,
    Compare,
    Constant,
    Either,
    Is,
    Name,
    Not,
    Target,
)
from policy_dsl.syntax.history import Held
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Quantified
from policy_dsl.syntax.tables import ComparisonTest, EqualsTest, RangeTest, TestsCell

#: How alike two conditions are that differ by a figure, a rounding or one more condition alone.
SAME_QUESTION = 0.85
#: A longer sentence of two conditions is not read; they are better shown side by side.
_LONGEST_SAID = 160


#: Which way a further operand can only move what comes out: up (or to the worse) is 1.
_WAYS = {Summary.WORST: 1, Summary.HIGHEST: 1, Summary.BEST: -1, Summary.LOWEST: -1}


def parts(c: Comparison, old: Node, new: Node) -> list[Part]:
    """The places where two expressions part; none where they say the same."""
    if c.same(old, new):
        return []
    match old, new:
        case Compare(), Compare():
            return _compared(c, old, new)
        case ComparisonTest(), ComparisonTest():
            return _tested(c, old, new)
        case WhichCompare(), WhichCompare() if old.sign == new.sign:
            return parts(c, old.right, new.right)
        case TestsCell(tests=(one,)), TestsCell(tests=(other,)):
            return parts(c, one, other)
        case EqualsTest(), EqualsTest():
            return [_otherwise(c, old, new)]
        case RangeTest(), RangeTest():
            return [_otherwise(c, old, new, Kind.THRESHOLD)]
        case ((Both() | Either()), (Both() | Either())) if type(old) is type(new):
            return _joined(c, old, new)
        case (Operands(), Operands()):
            return _members(c, old, new)
        case Round(), Round():
            return _rounded(c, old, new)
        case Aggregate(), Aggregate() if old.summary is new.summary:
            return _aggregated(c, old, new)
        case Aggregate(), Aggregate() if c.same(old.operands, new.operands):
            return [_otherwise(c, old, new, None, sums_up_higher(old, new))]
        case ((Across() | Quantile() | Rank()), (Across() | Quantile() | Rank())) if (
            old.leaving_out_missing != new.leaving_out_missing
        ):
            return [_left_out(c, old, new, new.leaving_out_missing)]
        case _, (Both() | Either()) if any(c.same(old, item) for item in new.operands):
            rest = [item for item in new.operands if not c.same(old, item)]
            word, more = ("needs", -1) if isinstance(new, Both) else ("holds when", 1)
            said = f"now also {word} {' and '.join(map(c.new_text, rest))}"
            return [Part(old, new, None, said, more, c.replaced(old, new), False)]
        case ((Both() | Either()), _) if any(c.same(item, new) for item in old.operands):
            rest = [item for item in old.operands if not c.same(item, new)]
            word, more = ("needs", 1) if isinstance(old, Both) else ("holds when", -1)
            said = f"no longer {word} {' and '.join(map(c.old_text, rest))}"
            return [Part(old, new, None, said, more, c.replaced(old, new), False)]
        case _:
            return _alike(c, old, new)


def alike(c: Comparison, old: Node, new: Node) -> float:
    """How alike two conditions are, from 0 to 1."""
    if c.same(old, new):
        return 1
    found = parts(c, old, new)
    if all(
        part.kind is not None
        or part.sentence.startswith(("now", "no longer"))
        or _of_one_subject(c, part)
        for part in found
    ):
        return SAME_QUESTION
    return 0.8 * words_alike(c.old_text(old), c.snippet(new))


def _of_one_subject(c: Comparison, part: Part) -> bool:
    match part.old, part.new:
        case Is(subject=one), Is(subject=other):
            return c.same(one, other)
    return False


# ---- one construct each --------------------------------------------------------------------------


def _otherwise(
    c: Comparison, old: Node, new: Node, kind: Kind | None = None, more: int | None = 0
) -> Part:
    """One text instead of another; ``more`` is None where the two come to the same."""
    before, after = c.old_text(old), c.new_text(new)
    said = f"{after} instead of {before}"
    instead = len(said) <= _LONGEST_SAID
    if not instead:
        said = "asks something else"
    return Part(old, new, kind, said, more or 0, c.replaced(old, new), instead, more is None)


def _compared(c: Comparison, old: Compare, new: Compare) -> list[Part]:
    same_left, same_right = c.same(old.left, new.left), c.same(old.right, new.right)
    if same_left and is_figure(old.right) and is_figure(new.right):
        of_count = asks_a_count(c.old, old) and asks_a_count(c.new, new)
        more = wider(old.sign, old.right, new.sign, new.right, of_count)
        return [_otherwise(c, old, new, Kind.THRESHOLD, more)]
    if old.sign != new.sign and same_left and same_right:
        return [_otherwise(c, old, new, Kind.THRESHOLD, sign_wider(old.sign, new.sign))]
    if old.sign == new.sign and (same_left or same_right):
        side = (old.right, new.right) if same_left else (old.left, new.left)
        return _within(c, old, new, *side)
    return [_otherwise(c, old, new)]


def _within(c: Comparison, old: Node, new: Node, side: Node, other: Node) -> list[Part]:
    """Where one side parts; the whole, where that side is another as a whole."""
    inner = parts(c, side, other)
    if any(part.old is side and part.kind is None for part in inner):
        return [_otherwise(c, old, new)]
    if all(part.instead and isinstance(part.old, Arithmetic) for part in inner):
        # A term says little without what it is held against.
        whole = _otherwise(c, old, new)
        return [whole] if whole.instead else inner
    return inner


def _tested(c: Comparison, old: ComparisonTest, new: ComparisonTest) -> list[Part]:
    more: int | None = 0
    if is_figure(old.value) and is_figure(new.value):
        of_count = asks_a_count(c.old, old) and asks_a_count(c.new, new)
        more = wider(old.sign, old.value, new.sign, new.value, of_count)
    return [_otherwise(c, old, new, Kind.THRESHOLD, more)]


def _joined(c: Comparison, old: Both | Either, new: Both | Either) -> list[Part]:
    gone, come = _unmatched(c, old.operands, new.operands)
    if len(gone) == len(come) == 1 and not isinstance(come[0], Both | Either):
        inner = parts(c, gone[0], come[0])
        if any(_reaches_on(part.new) for part in inner):
            return [_otherwise(c, old, new)]
        return inner
    narrower = -1 if isinstance(old, Both) else 1
    word = "needs" if isinstance(old, Both) else "holds when"
    if not gone:
        said = f"now also {word} {' and '.join(map(c.new_text, come))}"
        return [Part(old, new, None, said, narrower, c.replaced(old, new), False)]
    if not come:
        said = f"no longer {word} {' and '.join(map(c.old_text, gone))}"
        return [Part(old, new, None, said, -narrower, c.replaced(old, new), False)]
    pairs = [parts(c, one, other) for one, other in zip(gone, come, strict=False)]
    if len(gone) == len(come) and all(
        part.kind is Kind.THRESHOLD and not _reaches_on(part.new) for pair in pairs for part in pair
    ):
        return [part for pair in pairs for part in pair]
    return [_otherwise(c, old, new)]


def _members(c: Comparison, old: Operands, new: Operands, way: int = 0) -> list[Part]:
    """Where two lists part; ``way`` is 1 where one member more can only add to what comes out."""
    gone, come = _unmatched(c, old.items, new.items)
    if len(gone) == len(come) == 1:
        return parts(c, gone[0], come[0])
    said = [f"now also takes in {_listed(map(c.new_text, come))}"] if come else []
    if gone:
        said.append(f"no longer takes in {_listed(map(c.old_text, gone))}")
    more = (bool(come) - bool(gone)) * way
    return [Part(old, new, None, " and ".join(said), more, c.replaced(old, new), False)]


def _listed(texts: Iterable[str]) -> str:
    *first, last = texts
    return f"{', '.join(first)} and {last}" if first else last


def _rounded(c: Comparison, old: Round, new: Round) -> list[Part]:
    inner = parts(c, old.operand, new.operand)
    same_way = old.rounding is new.rounding and c.same(old.places, new.places)
    if same_way:
        return inner
    said = f"rounded {_rounding(c, new, True)} instead of {_rounding(c, old, False)}"
    if inner:
        said += f", and {sentence_of(inner)}"
    more = 0
    if not inner and c.same(old.places, new.places):
        more = rounds_higher(old.rounding, new.rounding)
    kind = None if inner else Kind.ROUNDING
    return [Part(old, new, kind, said, more, c.replaced(old, new), False)]


def _rounding(c: Comparison, node: Round, of_new: bool) -> str:
    if node.places is None:
        return node.rounding.value
    places = c.new_text(node.places) if of_new else c.old_text(node.places)
    return f"{node.rounding.value} to {places} place{'' if places == '1' else 's'}"


def _aggregated(c: Comparison, old: Aggregate, new: Aggregate) -> list[Part]:
    if old.leaving_out_missing == new.leaving_out_missing:
        if isinstance(old.operands, Operands) and isinstance(new.operands, Operands):
            return _members(c, old.operands, new.operands, _WAYS.get(old.summary, 0))
        return [_otherwise(c, old, new)]
    if c.same(old.operands, new.operands):
        return [_left_out(c, old, new, new.leaving_out_missing)]
    return [_otherwise(c, old, new)]


def _left_out(c: Comparison, old: Node, new: Node, leaving_out: bool) -> Part:
    said = (
        "what is missing is left out, and no longer leaves it not known"
        if leaving_out
        else "what is missing leaves it not known, and is no longer left out"
    )
    return Part(old, new, Kind.MISSING_RULE, said, 0, c.replaced(old, new), False)


def _alike(c: Comparison, old: Node, new: Node) -> list[Part]:
    """Goes on into the parts of two nodes that have the same shape."""
    if isinstance(old, Is) and isinstance(new, Is):
        if old.negated == new.negated and c.same(old.target, new.target):
            return _within(c, old, new, old.subject, new.subject)
        return [_otherwise(c, old, new, None, passes_more(c, old, new))]
    if isinstance(old, Target) and isinstance(new, Target):
        return [_otherwise(c, old, new, None, takes_more(c, old, new))]
    if type(old) is not type(new) or isinstance(old, Constant | Name | GroupOperands):
        return [_otherwise(c, old, new)]
    if isinstance(old, Arithmetic) and isinstance(new, Arithmetic):
        return _terms(c, old, new)
    if not isinstance(old, Not | Held | Quantified | CountWhich | CountDistinct | FieldOf):
        below = list(zip(old.children(), new.children(), strict=False))
        if not _same_around(c, old, new):
            return [_otherwise(c, old, new)]
        return [part for one, other in below for part in parts(c, one, other)]
    if not _same_around(c, old, new):
        return [_otherwise(c, old, new)]
    children = zip(old.children(), new.children(), strict=True)
    found = [part for one, other in children for part in parts(c, one, other)]
    if any(isinstance(part.old, Constant | Name) for part in found):
        return [_otherwise(c, old, new)]  # a bare figure says nothing to a reader
    return found


def _terms(c: Comparison, old: Arithmetic, new: Arithmetic) -> list[Part]:
    if old.sign != new.sign:
        return [_otherwise(c, old, new)]
    left, right = c.same(old.left, new.left), c.same(old.right, new.right)
    if not left and not right:
        return [_otherwise(c, old, new)]
    inner = parts(c, old.right, new.right) if left else parts(c, old.left, new.left)
    if any(isinstance(part.old, Constant | Name) for part in inner):
        return [_otherwise(c, old, new)]
    return inner


def _same_around(c: Comparison, old: Node, new: Node) -> bool:
    """Whether two nodes of one class differ in their parts alone, and have as many of them."""
    ones, others = old.children(), new.children()
    if len(ones) != len(others):
        return False
    form, other = c.form(old), c.form(new, of_new=True)
    if not isinstance(form, tuple) or not isinstance(other, tuple) or len(form) != len(other):
        return False
    # What differs must be the form of a part, and not a word of the node's own.
    return all(
        a == b or (isinstance(a, tuple) and isinstance(b, tuple))
        for a, b in zip(form, other, strict=True)
    )


def _unmatched(
    c: Comparison, olds: Sequence[Node], news: Sequence[Node]
) -> tuple[list[Node], list[Node]]:
    """The operands of each side that the other does not have."""
    left = list(olds)
    come = []
    for node in news:
        twin = next((other for other in left if c.same(other, node)), None)
        if twin is None:
            come.append(node)
        else:
            left.remove(twin)
    return left, come


def _reaches_on(node: Node) -> bool:
    """Whether a node without brackets takes in all that follows it: ``any of x where ...``."""
    return isinstance(node, Quantified | CountDistinct | FieldOf | Both | Either)
