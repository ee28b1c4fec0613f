"""Fetching and applying what outside sources deliver, one file a source."""
