"""What the checker found an example to say: facts to give, and results to expect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from attrs import field, frozen

from policy_dsl.facts.records import Fact
from policy_dsl.syntax.example_tables import ExampleRow
from policy_dsl.syntax.examples import Example, Expectation
from policy_dsl.values.periods import Period
from policy_dsl.values.types import Value

if TYPE_CHECKING:  # a policy holds its examples
    from policy_dsl.check.policy import Result


@frozen(eq=False)
class Expected:
    """One expectation: the result it is of, and the value if one is expected.

    ``path`` is the result's name with that of its policy or its part: ``finance.average``;
    ``due`` the date by which what follows from a trigger is expected to be due.
    """

    node: Expectation
    path: tuple[str, ...]
    result: Result | None
    value: Value | None
    written: str
    due: date | None = None


@frozen
class OtherOrganisation:
    """Another organisation of an example: its name, and its kind, which is empty if none is said.

    ``given`` holds its facts by how many periods earlier they are and by name.
    """

    name: str
    kind: str
    given: Mapping[int, Mapping[str, Fact]] = field(repr=False)


@frozen(eq=False)
class CheckedExample:
    """An example ready to be run, or a row of a table of them.

    ``given`` and ``national`` hold the facts by how many periods earlier they are, 0 for the
    example's own period, and by name; ``readings`` the readings of
    interpretations, as the policy writes them.  ``organisation`` is empty where the organisation
    has no name; ``others`` are those that are there beside it.
    """

    node: Example | ExampleRow
    title: str
    organisation: str
    kind: str
    period: Period
    given: Mapping[int, Mapping[str, Fact]] = field(repr=False)
    national: Mapping[int, Mapping[str, Fact]] = field(repr=False)
    readings: tuple[tuple[str, str], ...] = field(repr=False)
    others: tuple[OtherOrganisation, ...] = field(repr=False)
    expectations: tuple[Expected, ...] = field(repr=False)
