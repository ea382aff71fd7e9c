"""What a policy says, whatever its layout, and the content hash of it."""
