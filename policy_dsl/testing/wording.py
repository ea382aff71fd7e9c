"""Values in the words of a policy."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from textwrap import shorten
from typing import Final

from policy_dsl.check.policy import Policy
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.numbers import as_text
from policy_dsl.values.types import Value

#: So many characters of a rule are shown: where it stands is said beside it.
_LONGEST: Final = 160

# A quoted text, which may hold brackets, or a citation.
_CITATION = re.compile(r'("(?:[^"\\]|\\.)*")|\s*\[[^\[\]]*\]')


def in_words(value: Value | None) -> str:
    """A value as an example would write it; of what is not known, what it could still be."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal | Fraction):
        return as_text(value)
    if isinstance(value, NotKnown):
        return _not_known(value)
    return str(value)


def briefly(value: Value | None) -> str:
    """A value among others that were read."""
    return "not known" if isinstance(value, NotKnown) else in_words(value)


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
