"""What is installed is what stands here: the package list, the wheel, `policy` from it."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT_FROM = ["pyproject.toml", "README.md", "LICENSE", "NOTICE", "policy_dsl", "cli", "policies"]
INSTALLED_AS = {
    "policy_dsl": "policy_dsl",
    "cli": "policy_dsl_cli",
    "policies": "policy_dsl_library",
}

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS = PYPROJECT["tool"]["setuptools"]

# One process for all that use the built wheel: it is made once.
pytestmark = [pytest.mark.packaging, pytest.mark.xdist_group("packaging")]


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints, run with nothing of this checkout importable; it must succeed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} failed\n{done.stdout}\n{done.stderr}"
    return done.stdout


def pip(*arguments: str | Path, cwd: Path) -> None:
    run(sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments, cwd=cwd)


def installed_files() -> set[str]:
    """Every file of ours that must ship, by the name it has once installed."""
    return {
        str(Path(package, path.relative_to(ROOT / folder)))
        for folder, package in INSTALLED_AS.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to build from: setuptools writes beside the sources, and ships what it finds there."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "-w", folder, checkout, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The Python of a new environment with nothing in it, not even pip."""
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    return tmp_path / "venv" / "bin" / "python"


def test_the_package_list_is_complete() -> None:
    with_code = {str(Path(name).parent) for name in installed_files() if name.endswith(".py")}

    assert sorted(SETUPTOOLS["packages"]) == sorted(name.replace("/", ".") for name in with_code)


def test_mypy_is_shown_the_same_renaming() -> None:
    links = {link.name: link.resolve() for link in (ROOT / "typings").iterdir()}

    assert links == {name: ROOT / folder for name, folder in SETUPTOOLS["package-dir"].items()}


def test_the_wheel_holds_every_file_under_its_installed_name(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    ours = {name for name in names if ".dist-info/" not in name}

    left_out = installed_files() - ours
    assert not left_out, "a new kind of file? package-data in pyproject.toml says what ships"
    assert ours == installed_files()
    assert ours >= {
        "policy_dsl/py.typed",
        "policy_dsl/syntax/policy.lark",
        "policy_dsl_cli/main.py",
    }
    assert any(name.startswith("policy_dsl_library/nhs/") for name in ours)
    assert {Path(name).name for name in names - ours} >= {"LICENSE", "NOTICE", "entry_points.txt"}


def test_an_installed_policy_finds_its_library_from_any_folder(
    wheel: Path, python: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    # With its dependencies as declared: one that is missing from pyproject.toml shows here.
    pip("--python", python, "install", "-c", ROOT / "constraints.txt", wheel, cwd=empty)

    assert "nhs.oversight_framework" in run(python.parent / "policy", "list", cwd=empty)


def test_an_editable_install_has_the_same_names(
    checkout: Path, python: Path, tmp_path: Path
) -> None:
    build = "import sys, setuptools.build_meta as b; b.build_editable(sys.argv[1])"
    run(sys.executable, "-c", build, tmp_path, cwd=checkout)
    pip("--python", python, "install", "--no-deps", *tmp_path.glob("*.whl"), cwd=tmp_path)
    look = (
        "from importlib.util import find_spec\n"
        "for name in ('policy_dsl', 'policy_dsl_cli', 'policy_dsl_library', 'cli', 'policies'):\n"
        "    spec = find_spec(name)\n"
        "    print(name, *(spec.submodule_search_locations if spec else ['nowhere']))\n"
    )

    assert run(python, "-c", look, cwd=tmp_path).splitlines() == [
        f"policy_dsl {checkout / 'policy_dsl'}",
        f"policy_dsl_cli {checkout / 'cli'}",
        f"policy_dsl_library {checkout / 'policies'}",
        "cli nowhere",
        "policies nowhere",
    ]
