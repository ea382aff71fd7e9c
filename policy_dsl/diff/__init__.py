"""Phase: two editions become the list of what changed in meaning."""
