"""The floors hold, and the reader of imports catches what it must."""

from pathlib import Path

import pytest

from tests.architecture.floors import FOLDERS, find_faults, find_imports

ROOT = Path(__file__).resolve().parents[2]

SOUND = {
    "policy_dsl/__init__.py": "from policy_dsl.pipeline import run\nfrom .explain import text",
    "policy_dsl/source/__init__.py": "",
    "policy_dsl/values/__init__.py": "from ..source import spans",
    "policy_dsl/syntax/tables.py": "import lark\nfrom . import nodes\nfrom .. import values",
    "policy_dsl/check/tables.py": "import policy_dsl.syntax.tables",
    "policy_dsl/explain/__init__.py": "from policy_dsl import evaluate",
    "policy_dsl/library.py": "from policy_dsl import check",
    "policy_dsl/pipeline.py": "from . import evaluate, library",
    "cli/main.py": "import policy_dsl\nfrom policy_dsl_cli import decide\nfrom .decide import run",
}


def plant(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_the_floors_hold() -> None:
    assert find_faults(ROOT) == []


@pytest.mark.parametrize("folder", FOLDERS.values())
def test_imports_were_read_at_all(folder: str) -> None:
    assert any(found.path.parts[0] == folder for found in find_imports(ROOT))


def test_a_sound_tree_has_no_faults(tmp_path: Path) -> None:
    assert find_faults(plant(tmp_path, SOUND)) == []


UPWARDS = "syntax imports check: upwards, from floor 2 to floor 3"
NEIGHBOUR = "syntax imports facts: its neighbour on floor 2"
FACE = "syntax imports the public face: it stands above everything but cli"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("from policy_dsl.check import names", UPWARDS),
        ("import policy_dsl.check.names", UPWARDS),
        ("import json, policy_dsl.check.names as n", UPWARDS),
        ("from policy_dsl import check", UPWARDS),
        ("from policy_dsl import values, check", UPWARDS),
        ("from .. import check", UPWARDS),
        ("from ..check.names import find", UPWARDS),
        ("def f():\n    from policy_dsl.check import names", UPWARDS),
        ("def f():\n    from ..check import names", UPWARDS),
        ("if TYPE_CHECKING:\n    from policy_dsl.check import names", UPWARDS),
        ("importlib.import_module('policy_dsl.check')", UPWARDS),
        ("import_module('..check', __package__)", UPWARDS),
        ("from policy_dsl.facts import read", NEIGHBOUR),
        ("from ..facts import read", NEIGHBOUR),
        ("def f():\n    import policy_dsl.facts.read", NEIGHBOUR),
        ("import policy_dsl", FACE),
        ("from policy_dsl import Decision", FACE),
        ("from .. import Decision", FACE),
        ("from policy_dsl_cli.main import main", "syntax imports cli: upwards, from floor 2"),
        ("import cli", "syntax imports cli: upwards, from floor 2"),
    ],
)
def test_a_planted_fault_is_caught(tmp_path: Path, text: str, fault: str) -> None:
    plant(tmp_path, SOUND | {"policy_dsl/syntax/planted.py": text})

    line = text.count("\n") + 1
    (found,) = find_faults(tmp_path)
    assert found.startswith(f"policy_dsl/syntax/planted.py:{line}: {fault}")


def test_dots_in_a_package_file_count_from_the_package(tmp_path: Path) -> None:
    text = "from .check import x\nfrom ..check import y"
    plant(tmp_path, SOUND | {"policy_dsl/syntax/__init__.py": text})

    (found,) = find_faults(tmp_path)
    assert found == f"policy_dsl/syntax/__init__.py:2: {UPWARDS}"


def test_pipeline_and_library_may_not_import_each_other_both_ways(tmp_path: Path) -> None:
    plant(tmp_path, SOUND | {"policy_dsl/library.py": "from policy_dsl import pipeline"})

    why = "they import each other, and one way is enough"
    assert find_faults(tmp_path) == [
        f"policy_dsl/library.py:1: library imports pipeline: {why}",
        f"policy_dsl/pipeline.py:1: pipeline imports library: {why}",
    ]


@pytest.mark.parametrize("folder", FOLDERS.values())
def test_a_folder_that_moved_is_a_fault(tmp_path: Path, folder: str) -> None:
    plant(tmp_path, {name: text for name, text in SOUND.items() if not name.startswith(folder)})

    assert find_faults(tmp_path) == [f"no modules found in {folder}/: has it moved?"]


@pytest.mark.parametrize("name", ["attic/boxes.py", "attic/deep/boxes.py", "attic.py"])
def test_what_is_on_no_floor_is_a_fault(tmp_path: Path, name: str) -> None:
    plant(tmp_path, SOUND | {f"policy_dsl/{name}": ""})

    assert find_faults(tmp_path) == ["policy_dsl/attic is on no floor: give it one in FLOORS"]
