"""What to write where something of another type is wanted."""

from __future__ import annotations

from policy_dsl.values.scales import Scale
from policy_dsl.values.types import Plain, Type, base


def instead_of_number(type_: Type, labels_fit: bool = False) -> str:
    """A help line where a number is wanted: how one is made of what is there.

    ``labels_fit`` says that the form has a twin for labels.
    """
    of = base(type_)
    if isinstance(of, Scale):
        if labels_fit:
            return "of labels, write `best of` or `worst of`"
        return "to reckon with labels, give each a number in a table"
    if of is Plain.YES_OR_NO:
        return "to reckon with yes and no, give each a number in a table"
    if of is Plain.DATE:
        return "the days between two dates are a number: write `DATE - DATE`"
    return "name a fact or a value that is a number"
