"""Reads who imports whom in `policy_dsl/` and `cli/`, and finds the imports that break the floors.

Imports go downwards only and never to a neighbour. Imports inside functions and under TYPE_CHECKING
count too: they are dependencies all the same.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FLOORS = {
    "cli": 10,
    "api": 9,
    "report": 8,
    "findings": 8,
    "unreached": 8,
    "impact": 8,
    "mutate": 8,
    "show": 8,
    "explain": 7,
    "reproduce": 7,
    "diff": 7,
    "format": 7,
    "lint": 7,
    "testing": 7,
    "analyse": 7,
    "replay": 7,
    "highlight": 7,
    "authoring": 7,
    "invent": 6,
    "pipeline": 5,
    "library": 5,
    "evaluate": 4,
    "meaning": 4,
    "check": 3,
    "syntax": 2,
    "facts": 2,
    "values": 1,
    "source": 0,
    "_version": 0,
}
# Of these two one may import the other, whichever way round; never both ways.
PAIR = {"pipeline", "library"}

CORE, CLI = "policy_dsl", "policy_dsl_cli"
FACE = "the public face"  # policy_dsl/__init__.py: may import anything; only cli may import from it
FOLDERS = {CORE: "policy_dsl", CLI: "cli"}


class Import(NamedTuple):
    """One unit needs another: `importer` at `path:line` imports `imported`."""

    path: Path
    line: int
    importer: str
    imported: str

    def fault(self, why: str) -> str:
        return f"{self.path}:{self.line}: {self.importer} imports {self.imported}: {why}"


def find_faults(root: Path) -> list[str]:
    """Every break of the floors in the tree at `root`, one sentence each; none when all is well."""
    faults = [
        f"no modules found in {folder}/: has it moved?"
        for folder in FOLDERS.values()
        if not any((root / folder).rglob("*.py"))
    ]
    faults += [
        f"{FOLDERS[CORE]}/{name} is on no floor: give it one in FLOORS"
        for name in sorted(_units_on_disk(root / FOLDERS[CORE]) - FLOORS.keys())
    ]
    imports = list(find_imports(root))
    between_pair = {(i.importer, i.imported) for i in imports if {i.importer, i.imported} == PAIR}
    for found in imports:
        if why := _why_forbidden(found, between_pair):
            faults.append(found.fault(why))
    return faults


def find_imports(root: Path) -> Iterator[Import]:
    """Each import of one of our units by one of our modules."""
    for package, folder in FOLDERS.items():
        for path in sorted((root / folder).rglob("*.py")):
            *parents, name = path.relative_to(root / folder).with_suffix("").parts
            parent = [package, *parents]
            importer = _unit(parent if name == "__init__" else [*parent, name])
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for line, dotted in _names_imported_by(node, parent):
                    imported = _unit(dotted.split("."))
                    if importer and imported:
                        yield Import(path.relative_to(root), line, importer, imported)


def _units_on_disk(core: Path) -> set[str]:
    folders = {p.name for p in core.glob("*/") if any(p.rglob("*.py"))}
    return folders | {p.stem for p in core.glob("*.py") if p.stem != "__init__"}


def _names_imported_by(node: ast.AST, parent: list[str]) -> Iterator[tuple[int, str]]:
    """Line and dotted name of what a node imports; leading dots count from the package `parent`."""

    def absolute(level: int, name: str | None) -> str:
        start = parent[: len(parent) - level + 1] if level else []
        return ".".join([*start, *([name] if name else [])])

    match node:
        case ast.Import(names=aliases):
            yield from ((node.lineno, alias.name) for alias in aliases)
        case ast.ImportFrom(module=module, names=aliases, level=level):
            base = absolute(level, module)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in aliases)
        case ast.Call(
            func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            bare = name.lstrip(".")
            yield node.lineno, absolute(len(name) - len(bare), bare)


def _unit(parts: list[str]) -> str | None:
    """What a dotted name stands for in FLOORS, or the face; None for other people's modules."""
    first, *rest = parts
    if first in {CLI, FOLDERS[CLI]}:
        return "cli"
    if first != CORE:
        return None
    return rest[0] if rest and rest[0] in FLOORS else FACE


def _why_forbidden(found: Import, between_pair: set[tuple[str, str]]) -> str | None:
    importer, imported = found.importer, found.imported
    if importer in {imported, FACE, "cli"}:
        return None
    if imported == FACE:
        return "it stands above everything but cli"
    if {importer, imported} == PAIR:
        return "they import each other, and one way is enough" if len(between_pair) > 1 else None
    above = FLOORS[imported] - FLOORS[importer]
    if above > 0:
        return f"upwards, from floor {FLOORS[importer]} to floor {FLOORS[imported]}"
    return f"its neighbour on floor {FLOORS[importer]}" if above == 0 else None
