"""Public pages of the room: included under ``/contact/``."""

from django.urls import URLPattern

app_name = "contacts"

urlpatterns: list[URLPattern] = []
