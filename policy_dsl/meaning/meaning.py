"""What a policy says as a whole, and a short hash of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import count

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.meaning.forms import Forms
from policy_dsl.meaning.operands import Form
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.facts import Facts
from policy_dsl.syntax.header import Header
from policy_dsl.syntax.results import PublishedResults
from policy_dsl.syntax.sources import Source
from policy_dsl.syntax.use import Use
from policy_dsl.syntax.values import ValueDeclaration

#: How many hexadecimal digits of SHA-256 a hash shows: 64 bits tell any two policies apart.
DIGITS = 16


@frozen
class Meaning:
    """What a policy says; two are equal if and only if no declaration says anything else.

    ``header`` is who and when, ``declarations`` all else, in an order of its own.
    """

    header: Form
    declarations: tuple[Form, ...] = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """The meaning's hash."""
        return _digest((self.header, self.declarations))


@lru_cache(maxsize=256)
def meaning_of(policy: Policy) -> Meaning:
    """What a checked policy says, whatever its layout.

    Comments, spacing, brackets, the spelling of numbers and the order of what has no order do not
    matter, nor does the name of a `value`.  Examples are tests and no part of it.  The figures
    supplied beside a policy are hashed by themselves (:func:`figures_hash`).
    """
    forms = Forms(policy, _value_names(policy))
    found: list[Form] = []
    header: Form = None
    for item in policy.file.declarations:
        match item:
            case Header():
                header = _header(policy, forms, item)
            case Example() | ExampleTable():
                pass
            case Facts():
                found.extend(forms.fact(item, fact) for fact in item.facts)
            case PublishedResults():
                found.extend((forms.of(result), forms.cited(result)) for result in item.results)
            case Source():
                found.append(forms.of(item))
            case Use():
                found.append(_use(policy, forms, item))
            case ValueDeclaration():
                found.append(value_form(forms, item))
            case _:
                found.append(forms.of(item))
    return Meaning(header, tuple(sorted(found, key=repr)))


def content_hash(policy: Policy) -> str:
    """A short hash of what a policy says, the policies it uses included: 16 hexadecimal digits."""
    return meaning_of(policy).digest


def value_form(forms: Forms, value: ValueDeclaration) -> Form:
    """What a `value` says, without its name."""
    return "value", forms.of(value.expression), forms.cited(value)


def _header(policy: Policy, forms: Forms, header: Header) -> Form:
    return (
        policy.name,
        policy.version,
        policy.title,
        policy.first_day.isoformat(),
        policy.last_day.isoformat() if policy.last_day is not None else None,
        tuple(sorted(policy.kinds)),
        policy.period.value,
    )


def _use(policy: Policy, forms: Forms, use: Use) -> Form:
    """A policy that is used, with the hash of each edition of it that can decide."""
    deciding: Iterator[Policy] = (
        edition
        for used in policy.used.values()
        if used.node is use
        for edition in (used.model, *used.deciding)
    )
    return "use", forms.of(use), tuple(sorted(content_hash(edition) for edition in deciding))


def _value_names(policy: Policy) -> Mapping[str, str]:
    """For each `value` a name made of what it says.

    Its expression names others, and through time perhaps itself, so the names are refined until
    they tell apart all that can be told apart; the number of rounds depends on the meaning alone.
    """
    values = [item for item in policy.file.declarations if isinstance(item, ValueDeclaration)]
    names = {value.name.text: "value" for value in values}
    apart = min(1, len(values))
    for round_ in count(1):
        forms = Forms(policy, names)
        names = {value.name.text: "value " + _digest(value_form(forms, value)) for value in values}
        before, apart = apart, len(set(names.values()))
        # One round more than there are values cannot be needed.
        if (apart == before and round_ > 1) or round_ > len(values):
            return names
    raise AssertionError  # count() does not end


def _digest(form: Form) -> str:
    return sha256(repr(form).encode()).hexdigest()[:DIGITS]
