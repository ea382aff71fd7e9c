"""The evaluator's operations on values that may be sums of terms.

Where every value is settled, each is the evaluator's own operation.  Where one is a sum of terms,
the answer is a sum again, or the diagram of a comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.space import Another, Space
from policy_dsl.analyse.terms import Form, plain
from policy_dsl.evaluate import operations as ops
from policy_dsl.syntax.expressions import Order
from policy_dsl.values.absence import DOES_NOT_APPLY, NOTHING, NotKnown
from policy_dsl.values.numbers import Rounding
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import Plain, Quantity, Unit

_NUMBER: Final = Quantity(Unit.NUMBER)


def kept(value: Any) -> Any:
    """A value without what only an explanation needs: who is missing, and why."""
    if value.__class__ is NotKnown:
        return _unknown(bool(value.missing), value.possible, value.gap)
    return value


def is_gap(value: object) -> bool:
    """Whether a value is that there is no answer though everything is supplied."""
    return isinstance(value, NotKnown) and value.gap and not value.missing


@lru_cache(maxsize=4096)
def _unknown(missing: bool, possible: tuple[Label, ...], gap: bool) -> NotKnown:
    return NotKnown(frozenset({"a fact"}) if missing else frozenset(), possible, gap=gap)


def absent(values: tuple[Any, ...]) -> Any:
    """What does not apply or is not known among values, or None."""
    if DOES_NOT_APPLY in values:
        return DOES_NOT_APPLY
    if NOTHING in values or any(value.__class__ is NotKnown for value in values):
        known = [ops.as_number(v) if v is NOTHING else v for v in values]
        return kept(ops.not_known([value for value in known if isinstance(value, NotKnown)]))
    return None


def form(value: Any) -> Form:
    """A number, or a label written as one, as a sum of terms."""
    if isinstance(value, Form):
        return value
    return Form(()).plus(ops.as_number(value))  # type: ignore[arg-type]  # known


class Lifted:
    """The operations for one space.  Each is one object, so that what was worked out is kept."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.add = self._numeric(ops.add, lambda a, b: a.plus(b))
        self.subtract = self._numeric(ops.subtract, lambda a, b: a.plus(b.times(Decimal(-1))))
        self.multiply = self._numeric(ops.multiply, self._product)
        self.share = self._numeric(
            ops.share, lambda a, b: self._scaled(self._product(a, b), Decimal("0.01"))
        )
        self.divide = self._numeric(ops.divide, self._quotient)
        self.negative = self._numeric(ops.negative, lambda a: a.times(Decimal(-1)))
        self.lowest = self._numeric(lambda a, b: ops.lowest([a, b]), self._extreme("lowest"))
        self.highest = self._numeric(lambda a, b: ops.highest([a, b]), self._extreme("highest"))
        self.compare = {sign: self._comparison(sign) for sign in ("<", "<=", "=", "!=", ">=", ">")}
        self._rounds: dict[Any, Callable[[Any], Any]] = {}
        self._kept: dict[Any, Callable[..., Any]] = {}

    def once(self, key: Any, make: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
        """The operation of a key, made the first time it is asked for."""
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
        return found

    # ---- numbers ---------------------------------------------------------------------------------

    def _numeric(
        self, operation: Callable[..., Any], of_forms: Callable[..., Any]
    ) -> Callable[..., Any]:
        def run(*values: Any) -> Any:
            for value in values:
                if value.__class__ is Form:
                    break
            else:
                return kept(operation(*values))
            missing = absent(values)
            if missing is not None:
                return missing
            found = of_forms(*map(form, values))
            return plain(found) if isinstance(found, Form) else found

        return run

    @staticmethod
    def _scaled(value: Any, by: Decimal) -> Any:
        return value.times(by) if isinstance(value, Form) else value

    def _product(self, a: Form, b: Form) -> Any:
        if not b.terms:
            return a.times(b.constant)
        if not a.terms:
            return b.times(a.constant)
        return self._free("*", a, b)

    def _quotient(self, a: Form, b: Form) -> Any:
        if b.terms:
            return self._free("/", a, b)
        if not b.constant:
            return NotKnown(gap=True)
        return a.times(1 / b.constant)

    def _free(self, sign: str, a: Form, b: Form) -> Form:
        low: Any = None
        if sign == "/" and a.low is not None and b.low is not None and min(a.low, b.low) >= 0:
            low = 0
        term = self.space.terms.term(("free", (sign, a, b)), factors=(sign, a, b), low=low)
        return Form.of(term)

    def _extreme(self, name: str) -> Callable[[Form, Form], Form]:
        pick = min if name == "lowest" else max

        def extreme(a: Form, b: Form) -> Form:
            if a == b:
                return a
            ends: dict[str, Any] = {}
            if a.low is not None and b.low is not None:
                ends["low"] = pick(a.low, b.low)
            if a.high is not None and b.high is not None:
                ends["high"] = pick(a.high, b.high)
            key = ("free", (name, a, b))
            return Form.of(self.space.terms.term(key, factors=(name, a, b), **ends))

        return extreme

    def round_to(self, places: int, rounding: Rounding) -> Callable[[Any], Any]:
        """``round RULE value to N places``."""

        def make() -> Callable[[Any], Any]:
            def run(value: Any) -> Any:
                if isinstance(value, Form):
                    return self.space.terms.rounded(value, rounding, places)
                return kept(ops.round_to(value, places, rounding))

            return run

        return self.once(("round", places, rounding), make)

    # ---- comparisons -----------------------------------------------------------------------------

    def _comparison(self, sign: str) -> Callable[[Any, Any], Any]:
        settled = ops.comparison(sign)

        def compare(a: Any, b: Any) -> Any:
            if isinstance(a, Another) or isinstance(b, Another):
                return self._texts(sign, a, b)
            if not isinstance(a, Form) and not isinstance(b, Form):
                return kept(settled(a, b))
            missing = absent((a, b))
            if missing is not None:
                return missing
            return self._beside(sign, form(a).plus(form(b).times(Decimal(-1))))

        return compare

    def _beside(self, sign: str, difference: Form) -> Diagram:
        """How a difference stands to nought."""
        space = self.space
        at_least = space.terms.beyond(difference, (0, 0))
        above = space.terms.beyond(difference, (0, 1))
        match sign:
            case ">=":
                return at_least
            case ">":
                return above
            case "<":
                return space.terms.refused(at_least)
            case "<=":
                return space.terms.refused(above)
        equal = space.diagrams.choose(at_least, space.terms.refused(above), at_least)
        return equal if sign == "=" else space.terms.refused(equal)

    def _texts(self, sign: str, a: Any, b: Any) -> Any:
        missing = absent((a, b))
        if missing is not None:
            return missing
        if isinstance(a, Another) and isinstance(b, Another):
            key = ("text", *sorted((a.term, b.term)))
            same = self.space.leaf(True) if a == b else self.space.free(key, Plain.YES_OR_NO)
            return same if sign == "=" else self.space.terms.refused(same)
        return sign == "!="

    # ---- labels and truths -----------------------------------------------------------------------

    def holds(self, order: Order, target: Label) -> Callable[[Any], Any]:
        """``is amber or worse``."""

        def make() -> Callable[[Any], Any]:
            test = ops.stands(order, target)
            return lambda value: kept(ops.holds(test, value))

        return self.once(("holds", order, target), make)

    def stands_to(self, order: Order) -> Callable[[Any, Any], Any]:
        """``is worse than b``, where ``b`` is a value."""
        return self.once(("stands", order), lambda: lambda a, b: kept(ops.stands_to(order, a, b)))

    @staticmethod
    def is_nothing(value: Any) -> Any:
        """``is nothing``."""
        return False if isinstance(value, Form | Another) else kept(ops.is_nothing(value))

    @staticmethod
    def both(a: Any, b: Any) -> Any:
        """``a and b``."""
        return kept(ops.both([a, b]))

    @staticmethod
    def either(a: Any, b: Any) -> Any:
        """``a or b``."""
        return kept(ops.either([a, b]))

    @staticmethod
    def refuse(value: Any) -> Any:
        """``not a``."""
        return kept(ops.refuse(value))

    @staticmethod
    def truth(value: Any) -> Any:
        """A value used as a condition."""
        return kept(ops.as_truth(value))

    @staticmethod
    def same(a: Any, b: Any) -> Any:
        """Whether two values are one label."""
        return kept(ops.same_label(a, b))

    def as_label(self, scale: Scale | Choice) -> Callable[[Any], Any]:
        """A value used as a label."""
        return self.once(("label", scale), lambda: lambda value: kept(ops.as_label(value, scale)))

    @staticmethod
    def best(a: Any, b: Any) -> Any:
        """The better label."""
        return kept(ops.best([a, b]))

    @staticmethod
    def worst(a: Any, b: Any) -> Any:
        """The worse label."""
        return kept(ops.worst([a, b]))
