"""Beginning a policy file: the first of a policy, and a new edition from last year's."""

from policy_dsl.authoring.first import Unnameable, first_text
from policy_dsl.authoring.next_edition import NextEdition, NoNextEdition, next_edition

__all__ = ["NextEdition", "NoNextEdition", "Unnameable", "first_text", "next_edition"]
