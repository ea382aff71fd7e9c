"""How many examples a law is tried on, and whether they are the same every time.

They are, so that a suite which passed passes again. `make hunt` draws others, and twenty times as
many: what it finds becomes an example of its own beside the law.
"""

import os
from typing import Final

#: How many times as many examples as usual; none of them drawn before where it is above 1.
HUNT: Final = int(os.environ.get("HUNT", "1"))


def many(usual: int) -> int:
    """How many examples to draw, where so many are usual."""
    return usual * HUNT
