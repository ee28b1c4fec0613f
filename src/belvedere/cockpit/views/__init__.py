"""Public pages: dashboards, notes of the month, charts to embed."""
