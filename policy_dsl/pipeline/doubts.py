"""What is said of organisations that are read without a mistake and may be meant otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_dsl.check.policy import Policy
from policy_dsl.facts.records import Record
from policy_dsl.source import Diagnostic, Severity, did_you_mean, printable

# The most organisations and kinds that are named in one message.
_MOST_NAMED = 5


def doubts(cases: Sequence[tuple[Policy, Record]]) -> Iterator[Diagnostic]:
    """Kinds of organisation that are not rated, and codes that differ by capitals alone.

    ``cases`` are the records, each with the edition that decides about it.
    """
    yield from _kinds_not_rated(cases)
    yield from _capitals(cases)


def _kinds_not_rated(cases: Sequence[tuple[Policy, Record]]) -> Iterator[Diagnostic]:
    by_kind: dict[str, list[tuple[Policy, Record]]] = {}
    for policy, record in cases:
        kind = record.organisation.kind
        if kind and kind not in policy.kinds:
            by_kind.setdefault(kind, []).append((policy, record))
    for kind, found in by_kind.items():
        policy, _ = found[-1]
        rated = policy.kinds
        codes = list(dict.fromkeys(record.organisation.code for _, record in found))
        which = "this" if len(codes) == 1 else "these"
        yield Diagnostic(
            "kind-not-rated",
            Severity.WARNING,
            f"{printable(policy.name)} does not rate the kind `{printable(kind)}`, "
            "so nothing is said of " + _listed([printable(code) for code in codes]),
            None,
            help=did_you_mean(kind, rated)
            or f"it rates {_listed(list(rated))}; if {which} should be one, mend the kind",
            path=_where(found[0][1]),
        )


def _capitals(cases: Sequence[tuple[Policy, Record]]) -> Iterator[Diagnostic]:
    by_code: dict[str, dict[str, Record]] = {}
    for _, record in cases:
        code = record.organisation.code
        by_code.setdefault(code.casefold(), {}).setdefault(code, record)
    for found in by_code.values():
        if len(found) > 1:
            last = list(found.values())[-1]
            codes = " and ".join(f"`{printable(code)}`" for code in found)
            yield Diagnostic(
                "codes-alike",
                Severity.WARNING,
                f"{codes} are taken for {len(found)} organisations",
                None,
                help="write the code in one way, if one is meant",
                path=_where(last),
            )


def _listed(names: Sequence[str]) -> str:
    """``a, b and 3 more``."""
    left = len(names) - _MOST_NAMED
    shown = [*names[:_MOST_NAMED], f"{left:,} more"] if left > 0 else names
    *first, last = shown
    return f"{', '.join(first)} and {last}" if first else last


def _where(record: Record) -> str | None:
    """Where the first fact of an organisation stands."""
    return next((str(fact.origin) for fact in record.facts.values()), None)
