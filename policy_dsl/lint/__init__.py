"""Phase: a checked policy becomes remarks on what could be written better."""
