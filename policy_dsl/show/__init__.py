"""Phase: a checked policy becomes a document to read."""
