"""The house's addresses and those of this room for professionals."""

from django.urls import include, path

from belvedere.config.urls import urlpatterns as house

urlpatterns = [path("pro/offres/", include("belvedere.catalogue.urls")), *house]
