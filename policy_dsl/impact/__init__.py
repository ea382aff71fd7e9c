"""Phase: two editions and facts become who is rated differently, and which edit did it."""
