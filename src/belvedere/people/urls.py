"""Addresses of the professionals' space."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from belvedere.shell import menus

from . import access, views

pages = [
    path("", views.HomePage.as_view(), name="home"),
    path("profil/", views.ProfilePage.as_view(), name="profile"),
    path("securite/", views.SecurityPage.as_view(), name="security"),
    path("structures/<int:pk>/", views.OrganisationPage.as_view(), name="organisation"),
    path("bienvenue/<str:token>/", views.WelcomePage.as_view(), name="welcome"),
]

urlpatterns = [
    path("apres-connexion/", views.after_login, name="after_login"),
    path("", include((pages, "people"))),
]

menus.PRO.add(_("Mon espace"), "people:home", order=10, shown=lambda user: user.is_authenticated)
menus.PRO.add(_("Mon profil"), "people:profile", order=80, shown=lambda user: user.is_authenticated)
menus.PRO.add(_("Sécurité"), "people:security", order=85, shown=lambda user: user.is_authenticated)
menus.PRO.add(_("Bureau"), "wagtailadmin_home", order=90, shown=access.is_staff_of_an_office)
