"""Data to files: the trip sheet and its map, the figures of the desk."""
