"""What every test may lean on: Hypothesis profiles and the folder of real data."""

import os
from decimal import Inexact, getcontext
from pathlib import Path

import pytest
from hypothesis import settings

from tests.hunting import HUNT

CI = bool(os.environ.get("CI"))
ROOT = Path(__file__).resolve().parents[1]

# No deadline: a shared machine is sometimes slow, and a slow example is not a wrong one.
settings.register_profile(
    "policies", deadline=None, derandomize=HUNT == 1, database=None, print_blob=True
)
settings.load_profile("policies")

# An operator between two decimals rounds to 28 digits unasked: here that is an error.
getcontext().traps[Inexact] = True


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data, which is not part of the repository."""
    given = os.environ.get("POLICY_SHARED")
    folder = Path(given) if given else ROOT.parent / "shared"
    if not folder.is_dir():
        reason = f"no real data at {folder}: put it there or name its folder in POLICY_SHARED"
        if CI:
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
