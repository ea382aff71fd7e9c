"""Phase: a policy's text becomes the same policy in the one layout."""

from policy_dsl.format.format import Unfaithful, formatted

__all__ = ["Unfaithful", "formatted"]
