"""From what is tapped to clean data."""
