"""Values in the words of a policy."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from textwrap import shorten
from typing import Final

from policy_dsl.check.policy import Policy
from policy_dsl.check.units import with_unit
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.numbers import Number, as_text, negative
from policy_dsl.values.types import Quantity, Type, Unit, Value, base

#: So many characters of a rule are shown: where it stands is said beside it.
_LONGEST: Final = 160

# A quoted text, which may hold brackets, or a citation.
_CITATION = re.compile(r'("(?:[^"\\]|\\.)*")|\s*\[[^\[\]]*\]')


def in_words(value: Value | None, type_: Type | None = None) -> str:
    """A value as an example would write it; of what is not known, what it could still be.

    A number of a type stands in its unit: ``95%``, ``20 days``, ``£4,000``.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal | Fraction):
        kind = None if type_ is None else base(type_)
        return _number(value, kind.unit) if isinstance(kind, Quantity) else as_text(value)
    if isinstance(value, NotKnown):
        return _not_known(value)
    return str(value)


def briefly(value: Value | None, type_: Type | None = None) -> str:
    """A value among others that were read."""
    return "not known" if isinstance(value, NotKnown) else in_words(value, type_)


def _number(value: Number, unit: Unit) -> str:
    if unit is Unit.DAYS and value == 1:
        return "1 day"
    sign, size = ("-", negative(value)) if value < 0 else ("", value)
    return sign + with_unit(as_text(size), unit)


def _not_known(value: NotKnown) -> str:
    details = []
    if value.possible:
        details.append(f"perhaps {' or '.join(label.name for label in value.possible)}")
    if value.missing:
        details.append(f"missing: {', '.join(sorted(value.missing))}")
    if value.reason:
        details.append(value.reason)
    return f"not known ({'; '.join(details)})" if details else "not known"


def excerpt(policy: Policy, node: Node) -> str:
    """A piece of a policy on one line, without its citations and comments; the end of a long one
    is left out."""
    text = policy.source.on_one_line(node.span)
    return shorten(_CITATION.sub(lambda found: found[1] or "", text), _LONGEST, placeholder=" ...")
