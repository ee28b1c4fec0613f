"""Addresses: the public site, the office, the professionals, the accounts, the API."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from . import accounts

urlpatterns = [
    path("bureau/login/", accounts.one_door),
    path("technique/login/", accounts.one_door),
    path("bureau/documents-joints/", include(wagtaildocs_urls)),
    path("bureau/", include("belvedere.shell.doors")),
    path("bureau/", include(wagtailadmin_urls)),
    path("technique/", admin.site.urls),
    path("compte/", include("allauth.urls")),
    path("pro/rencontres/", include("belvedere.meetings.urls")),
    path("pro/offres/", include("belvedere.catalogue.urls")),
    path("pro/", include("belvedere.people.urls")),
    path("api/", include("belvedere.api.urls")),
    path("", include("belvedere.desk.urls")),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    *i18n_patterns(
        path("contact/", include("belvedere.contacts.urls")),
        path("observatoire/", include("belvedere.observatory.urls")),
        path("observatoire/", include("belvedere.cockpit.urls")),
        path("", include("belvedere.site.urls")),
        prefix_default_language=False,
    ),
]
if settings.MAIL_PROVIDER:
    # What the provider tells of our letters; the secret of BELVEDERE_MAIL_KEYS guards it.
    urlpatterns = [path("retours/", include("anymail.urls")), *urlpatterns]
