"""Text → tree: the grammar, and one file of nodes and rules for each construct."""
