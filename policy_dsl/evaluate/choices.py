"""What a reader chooses beside the facts: readings of open points, and how strong the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from policy_dsl.check.interpretations import reading_named, written
from policy_dsl.check.policy import Policy
from policy_dsl.check.used import all_used
from policy_dsl.source import Diagnostic, did_you_mean, error
from policy_dsl.values.grades import Grade


@frozen
class Choices:
    """Which reading to take of each interpretation named, as a policy writes it; the first of the
    others.  Evidence weaker than ``min_grade`` is not accepted.
    """

    readings: tuple[tuple[str, str], ...] = ()
    min_grade: Grade | None = None

    def of(self, policy: Policy) -> Mapping[str, int]:
        """The number of each reading chosen that the policy has, from 0."""
        found: dict[str, int] = {}
        for name, text in self.readings:
            interpretation = policy.interpretations.get(name)
            if interpretation is not None:
                number = reading_named(interpretation, text)
                if number is not None:
                    found[name] = number
        return found

    def reading(self, name: str, text: str) -> Choices:
        """These choices, but for one reading."""
        return evolve(self, readings=tuple(sorted({**dict(self.readings), name: text}.items())))


NO_CHOICES = Choices()


def read_choices(
    policies: Iterable[Policy], readings: Iterable[str] = (), min_grade: str | None = None
) -> tuple[Choices | None, tuple[Diagnostic, ...]]:
    """The choices that ``NAME=VALUE`` texts and the name of a grade stand for.

    A name must be an interpretation of one of the editions, or of a policy that they use, and the
    value one of its readings in every edition that has it.  None with all the mistakes.
    """
    said: list[Diagnostic] = []
    editions = tuple(
        dict.fromkeys(one for policy in policies for one in (policy, *all_used(policy)))
    )
    chosen: dict[str, str] = {}
    for given in readings:
        name, equals, text = (part.strip() for part in given.partition("="))
        wrong = _wrong_reading(editions, name, text) if equals else _no_value(given)
        if wrong is None and name in chosen:
            what = f"the reading of `{name}` is chosen twice"
            wrong = error("reading", what, None, None, "choose one of the two")
        if wrong is not None:
            said.append(wrong)
            continue
        chosen[name] = text
    grade = None
    if min_grade is not None:
        names = [item.value for item in Grade]
        if min_grade in names:
            grade = Grade(min_grade)
        else:
            help = did_you_mean(min_grade, names) or f"the grades are {', '.join(names)}"
            said.append(
                error("unknown-grade", f"`{min_grade}` is no grade of evidence", None, None, help)
            )
    if said:
        return None, tuple(said)
    return Choices(tuple(sorted(chosen.items())), grade), ()


def _no_value(given: str) -> Diagnostic:
    return error("reading", f"`{given}` does not choose a reading", None, None, "write NAME=VALUE")


def _wrong_reading(editions: tuple[Policy, ...], name: str, text: str) -> Diagnostic | None:
    having = [policy for policy in editions if name in policy.interpretations]
    if not having:
        names = sorted({known for policy in editions for known in policy.interpretations})
        help = did_you_mean(name, names) or (
            f"there are: {', '.join(names)}" if names else "the policy leaves no point open"
        )
        return error("unknown-interpretation", f"nothing is read as `{name}`", None, None, help)
    for policy in having:
        interpretation = policy.interpretations[name]
        if reading_named(interpretation, text) is None:
            texts = [written(reading) for reading in interpretation.readings]
            return error(
                "unknown-reading",
                f"`{text}` is no reading of `{name}` in {policy.edition}",
                None,
                None,
                did_you_mean(text, texts) or f"its readings are {', '.join(texts)}",
            )
    return None
