"""A small vocabulary with every type of fact, and shorthand for reading files against it."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from policy_dsl.facts.read import read_facts
from policy_dsl.facts.records import Facts
from policy_dsl.facts.vocabulary import FactEntry, FileLayout, ResultEntry, Vocabulary
from policy_dsl.source import Diagnostic, render_all
from policy_dsl.values.numbers import Precision
from policy_dsl.values.periods import Period, PeriodKind
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import OrNothing, Plain, Quantity, Type, Unit

SCORE = Scale.of("score", ("1", "2", "3", "4"))
QUALITY = Scale.of("quality", ("outstanding", "good", "requires_improvement", "inadequate"))
CERTIFICATION = Choice.of("certification", ("complete", "incomplete"))

Q1 = Period.parse("Q1 2025/26")
Q2 = Period.parse("Q2 2025/26")


def fact(
    name: str,
    type_: Type,
    precision: Precision = Precision(),  # noqa: B008  # frozen, so it may be shared
    identifier: str | None = None,
    national: bool = False,
) -> FactEntry:
    """A fact whose label does not matter."""
    return FactEntry(name, type_, precision, name, identifier, national)


FACTS = (
    fact("waits", Quantity(Unit.NUMBER), Precision(2, Decimal(1), Decimal(4)), "OF1"),
    fact("plan", SCORE, identifier="OF2"),
    fact("deficit", Plain.YES_OR_NO, identifier="OF3"),
    fact("quality", QUALITY),
    fact("certificate", CERTIFICATION),
    fact("seen", Quantity(Unit.COUNT)),
    fact("a_and_e", Quantity(Unit.PERCENT)),
    fact("income", Quantity(Unit.MONEY)),
    fact("liquidity", Quantity(Unit.DAYS)),
    fact("visited", Plain.DATE),
    fact("lifted", OrNothing(Plain.DATE)),
    fact("note", Plain.TEXT),
    fact("cut_off", Quantity(Unit.NUMBER), identifier="N1", national=True),
    fact("mean", Quantity(Unit.NUMBER), national=True),
)
RESULTS = (
    ResultEntry("average", Quantity(Unit.NUMBER), "OF9", Decimal("0.01")),
    ResultEntry("final", SCORE, "OF10", None),
)
PUBLISHED_FILE = FileLayout(
    title="League table",
    organisation=("Trust",),
    name="Trust_name",
    kind="Trust_type",
    period="Quarter",
    identifier="Metric",
    value="Score",
    yes=frozenset({"1"}),
    no=frozenset({"0"}),
    not_known=frozenset({"Suppressed"}),
    unused_columns=frozenset({"Region"}),
    unused_identifiers=frozenset({"OF77"}),
)
WIDE_FILE = FileLayout(
    title="Ratings of services",
    organisation=("Location", "Service"),
    name=None,
    kind="Kind",
    period="Report",
    identifier=None,
    value=None,
    yes=frozenset(),
    no=frozenset(),
    not_known=frozenset({"Not rated"}),
    unused_columns=frozenset({"Postcode"}),
    unused_identifiers=frozenset(),
)
VOCABULARY = Vocabulary(
    "sample.policy",
    PeriodKind.QUARTER,
    {entry.name: entry for entry in FACTS},
    {entry.name: entry for entry in RESULTS},
    (PUBLISHED_FILE, WIDE_FILE),
)
ENTRIES = VOCABULARY.facts


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """A file in a folder."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(path: Path, *more: Path, national: Sequence[Path] = ()) -> Facts:
    """The facts of files in which nothing is wrong or doubtful."""
    facts, told = read_facts([path, *more], VOCABULARY, national=national)
    assert not told, render_all(told)
    assert facts is not None
    return facts


def faults(path: Path, *more: Path, national: Sequence[Path] = ()) -> list[tuple[str, str]]:
    """Code and place of each diagnostic of files that cannot be read: `file.csv:3`, no folder."""
    facts, told = read_facts([path, *more], VOCABULARY, national=national)
    assert facts is None
    return places(told)


def places(told: Sequence[Diagnostic]) -> list[tuple[str, str]]:
    """Code and place of each diagnostic, the place without its folder."""
    return [(item.code, Path(item.path or "").name) for item in told]


def values(facts: Facts) -> dict[tuple[str, str, str], object]:
    """Every value by organisation, period and name; national ones of the organisation ''."""
    found: dict[tuple[str, str, str], object] = {}
    for record in facts.records:
        who = (record.organisation.code, str(record.period))
        found[(*who, "")] = (record.organisation.name, record.organisation.kind)
        for name, item in (*record.facts.items(), *record.published.items()):
            found[(*who, name)] = item.value
    for period, national in facts.national.items():
        for name, item in national.items():
            found[("", str(period), name)] = item.value
    return found
