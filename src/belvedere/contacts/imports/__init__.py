"""Outside files."""
