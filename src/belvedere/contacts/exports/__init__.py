"""Data to files."""
