"""The few names of the package, as a notebook user meets them."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import policy_dsl

EXAMPLE = Path(__file__).resolve().parents[1] / "cli" / "files"


def test_the_names_are_sorted_and_few() -> None:
    names = policy_dsl.__all__

    assert names == sorted(names)
    assert 20 <= len(names) <= 30
    assert dir(policy_dsl) == names


@pytest.mark.parametrize("name", policy_dsl.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    found = getattr(policy_dsl, name)

    assert not isinstance(found, ModuleType)
    assert name == "__version__" or found.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'descide'"):
        _ = policy_dsl.descide


@pytest.mark.parametrize("name", ["check", "explain", "reproduce"])
def test_a_folder_does_not_hide_the_function_of_its_name(name: str) -> None:
    code = (
        f"import policy_dsl.{name}, policy_dsl.pipeline, policy_dsl.explain.explanation, types\n"
        f"from policy_dsl import {name}\n"
        f"assert isinstance({name}, types.FunctionType), {name}\n"
        f"assert policy_dsl.{name} is {name}"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=EXAMPLE.parents[2])

    assert done.returncode == 0
    assert isinstance(import_module(f"policy_dsl.{name}"), ModuleType)


def test_importing_the_package_imports_nothing_else() -> None:
    # An editable install imports a finder of its own before anything of ours is asked for.
    code = (
        "import sys; before = set(sys.modules); import policy_dsl;"
        "print(*(set(sys.modules) - before))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=EXAMPLE.parents[2],
    )

    modules = set(done.stdout.split())
    assert not modules & {"attrs", "lark", "typing", "importlib.util", "click", "yaml"}
    assert {name for name in modules if name.startswith("policy_dsl")} == {
        "policy_dsl",
        "policy_dsl._version",
    }
