"""Office screens of the relation: people."""
