"""Screens of the desk, each one call away from a query or an action."""
