"""Phase: a checked policy becomes a document to read."""

from policy_dsl.show.document import Document
from policy_dsl.show.show import show

__all__ = ["Document", "show"]
