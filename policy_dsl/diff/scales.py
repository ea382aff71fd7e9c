"""What changed in a scale or choice: labels that are new, gone, split, joined or reordered."""

from __future__ import annotations

from collections.abc import Sequence

from policy_dsl.diff.change import Kind
from policy_dsl.diff.citing import Citing
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.references import label_key
from policy_dsl.syntax.scales import ChoiceDeclaration, ScaleDeclaration
from policy_dsl.values.scales import Scale


def compare_scales(
    c: Comparison,
    citing: Citing,
    old: ScaleDeclaration | ChoiceDeclaration,
    new: ScaleDeclaration | ChoiceDeclaration,
) -> None:
    """Notes labels that are new, gone, split, joined or in another order."""
    name = new.name.text
    was, now = _labels(old), _labels(new)
    ordered = isinstance(old, ScaleDeclaration) and isinstance(new, ScaleDeclaration)
    if type(old) is type(new) and (was == now if ordered else sorted(was) == sorted(now)):
        citing.declaration(name, old, new)
        return
    subject = f"{_noun(new)} {name}"
    said = labels_sentence(was, now, ordered)
    if type(old) is not type(new):
        said = f"{said + '; ' if said else ''}now a {_noun(new)}, and no longer a {_noun(old)}"
    edits = [c.rewritten(old, new)]
    change = c.add(
        name,
        Kind.SCALE,
        subject,
        f"{name}: {said}",
        old,
        new,
        edits,
        None,
        ", ".join(was),
        ", ".join(now),
    )
    c.note(c.brings, change, {label_key(name, label) for label in now if label not in was})
    old_name = old.name.text
    c.note(c.drops, change, {label_key(old_name, label) for label in was if label not in now})


def _noun(node: ScaleDeclaration | ChoiceDeclaration) -> str:
    return "scale" if isinstance(node, ScaleDeclaration) else "choice"


def _labels(node: ScaleDeclaration | ChoiceDeclaration) -> list[str]:
    labels = [label.text for label in node.labels]
    if isinstance(node, ScaleDeclaration) and not node.best_first:
        labels.reverse()
    return labels


def labels_sentence(was: Sequence[str], now: Sequence[str], ordered: bool) -> str:
    """Which labels are new, gone, split or joined, and where those of a scale stand."""
    gone = [label for label in was if label not in now]
    come = [label for label in now if label not in was]
    said = []
    for label in list(gone):
        pieces = [other for other in come if other.startswith(f"{label}_")]
        if len(pieces) > 1:
            said.append(f"{label} split into {' and '.join(pieces)}")
            gone.remove(label)
            come = [other for other in come if other not in pieces]
    for label in list(come):
        pieces = [other for other in gone if other.startswith(f"{label}_")]
        if len(pieces) > 1:
            said.append(f"{' and '.join(pieces)} joined into {label}")
            come.remove(label)
            gone = [other for other in gone if other not in pieces]
    where = ", ".join(_placed(label, now) if ordered else label for label in come)
    said += [f"also {where}"] * bool(come) + [f"no longer {', '.join(gone)}"] * bool(gone)
    kept, other = [x for x in was if x in now], [x for x in now if x in was]
    if kept != other:
        said.append(f"the order is {', '.join(now)} instead of {', '.join(was)}")
    return "; ".join(said)


def _placed(label: str, labels: Sequence[str]) -> str:
    """A label with those that it stands between, the better one first."""
    place = labels.index(label)
    if place == 0:
        return f"{label} (the best)"
    if place == len(labels) - 1:
        return f"{label} (the worst)"
    return f"{label} (between {labels[place - 1]} and {labels[place + 1]})"


def scale_sentence(c: Comparison, old: str, new: str) -> str:
    """How the labels of two scales differ, of which one took the place of the other."""
    was, now = c.old.scales.get(old), c.new.scales.get(new)
    where = f"on the scale {new} instead of {old}"
    if was is None or now is None:
        return where
    names = [[label.name for label in scale.labels] for scale in (was, now)]
    ordered = isinstance(was, Scale) and isinstance(now, Scale)
    said = labels_sentence(names[0], names[1], ordered)
    return f"{said}, {where}" if said else where
