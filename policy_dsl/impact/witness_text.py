"""Witnesses as text: the facts, both ratings, and both explanations side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from policy_dsl.diff.change import Change
from policy_dsl.explain.explanation import explain
from policy_dsl.impact.witnesses import Witness
from policy_dsl.source import code, display_width, escaped, printable, wrapped

#: An explanation is no narrower than this, so two of them need twice as much side by side.
_NARROWEST = 40


def witness_text(
    told: Sequence[Change], witness: Witness | None, names: tuple[str, str], width: int = 100
) -> str:
    """The changes, then the organisation that shows them; or that none was found."""
    lines = [line for change in told for line in wrapped(printable(change.said), width)]
    if witness is None:
        return "\n".join([*lines, "    no witness found"]) + "\n"
    before, after = witness.values
    moved = f"{printable(witness.result)}: {before} → {after}{_where(witness, names)}"
    for part in (*_facts(witness), "", moved, *_others(witness), ""):
        lines += [f"    {line}" for line in wrapped(printable(part), width - 4)] or [""]
    lines += _side_by_side(witness, names, width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def witness_markdown(
    told: Sequence[Change], witness: Witness | None, names: tuple[str, str]
) -> str:
    """The same as Markdown, with the explanations folded away."""
    lines = [f"- {escaped(printable(change.said))} {code(change.id)}" for change in told]
    if witness is None:
        return "\n".join([*lines, "", "  no witness found", ""])
    before, after = witness.values
    facts = "; ".join(code(printable(line)) for line in _facts(witness))
    lines += ["", f"  {facts}", ""]
    moved = f"{printable(witness.result)}: {before} → {after}{_where(witness, names)}"
    lines += [f"  **{escaped(moved)}**", ""]
    heads = names[0], f"{names[0]} with this change"
    for name, decision in zip(heads, (witness.before, witness.after), strict=True):
        text = explain(decision, witness.result).text(80)
        lines += [f"  <details><summary>{escaped(name)}</summary>", "", "  ```text"]
        lines += [f"  {line}".rstrip().replace("```", "` ` `") for line in text.split("\n")]
        lines += ["  ```", "", "  </details>", ""]
    return "\n".join(lines)


def witness_json(told: Sequence[Change], witness: Witness | None) -> dict[str, object]:
    """The same as plain values."""
    if witness is None:
        return {"changes": [change.id for change in told], "found": False}
    before, after = witness.values
    return {
        "changes": [change.id for change in told],
        "found": True,
        "made": [change.id for change in witness.changes],
        "example": witness.example,
        "result": witness.result,
        "before": before,
        "after": after,
        "in_new": witness.in_new,
    }


def _where(witness: Witness, names: tuple[str, str]) -> str:
    if witness.in_new:
        return ""
    new = printable(names[1])
    return f", but not in {new} as a whole" if witness.there_in_new else f"; {new} has it no longer"


def _facts(witness: Witness) -> list[str]:
    """What is supplied, as an example has it, without its title and its expectation."""
    lines = witness.example.rstrip("\n").split("\n")[1:]
    found = [line.strip() for line in lines if not line.lstrip().startswith("expect ")]
    return found or ["nothing supplied"]


def _others(witness: Witness) -> list[str]:
    """The other changes that were made with the one that is shown."""
    more = len(witness.changes) - 1
    if not more:
        return []
    return [f"(made with the {more} other change{'s' if more > 1 else ''} that it needs)"]


def _side_by_side(witness: Witness, names: tuple[str, str], width: int) -> list[str]:
    side = (width - 3) // 2
    columns = []
    heads = names[0], f"{names[0]} with this change"
    for name, decision in zip(heads, (witness.before, witness.after), strict=True):
        room = side if side >= _NARROWEST else width
        text = explain(decision, witness.result).text(room)
        columns.append([printable(name), *_rule(text)])
    if side < _NARROWEST:
        return [*columns[0], "", *columns[1]]
    return [
        f"{left}{' ' * (side - display_width(left))} │ {right}"
        for left, right in zip_longest(*columns, fillvalue="")
    ]


def _rule(text: str) -> list[str]:
    """An explanation without its head and its closing blocks: the result and its reasons."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if not line), 0) + 1
    last = next((at for at, line in enumerate(lines) if line.rstrip() == "Sources"), len(lines))
    return lines[first:last]
