"""What an explanation says of the decisions with every construct."""

from policy_dsl.evaluate.decision import Decision
from policy_dsl.explain.explanation import explain

from . import constructs

NAMES = (
    *("cards", "missing", "records", "no_list", "windows", "others", "judged", "strict", "using"),
    *("named", "becomes", "clash", "open", "ruled_out"),
)
DECISIONS = dict(zip(NAMES, constructs.every(), strict=True))


def told(decision: Decision, result: str | None = None) -> str:
    """The explanation on one line."""
    return " ".join(explain(decision, result).text().split())


def in_order(text: str, *parts: str) -> None:
    """Each part stands after the one before."""
    place = 0
    for part in parts:
        found = text.find(part, place)
        assert found >= 0, f"{part!r} does not come after {text[max(place - 60, 0) : place]!r}"
        place = found + len(part)
