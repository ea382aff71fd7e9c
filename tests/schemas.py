"""The schemas in docs/schema, and what they find wrong with what a command writes."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

FOLDER = Path(__file__).parents[1] / "docs" / "schema"


@cache
def schema(name: str) -> Any:
    """A schema by its name, ``diff-1``; it is one itself."""
    found = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema_rs.meta.validate(found)
    return found


@cache
def _validator(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema(name))


def objections(name: str, data: Any) -> list[str]:
    """What is wrong with data by a schema: each with its place, ``results/final: ...``."""
    found = _validator(name).iter_errors(data)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message}" for error in found]
