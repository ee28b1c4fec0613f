"""Addresses of the professionals' space."""

urlpatterns: list = []
