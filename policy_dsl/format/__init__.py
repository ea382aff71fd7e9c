"""Phase: a policy's text becomes the same policy in the one layout."""
