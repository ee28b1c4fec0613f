"""Pages that anybody reaches: sign-up, confirmation, preferences."""
