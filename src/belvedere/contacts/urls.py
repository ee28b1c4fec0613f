"""Public pages of the room: included under ``/contact/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from belvedere.shell import menus

from .views import letters, preferences, sign_up, surveys

app_name = "contacts"

urlpatterns = [
    path("inscription/", sign_up.SignUp.as_view(), name="sign_up"),
    path("inscription/merci/", sign_up.SignedUp.as_view(), name="signed_up"),
    path("confirmer/<str:token>/", sign_up.Confirm.as_view(), name="confirm"),
    path("preferences/", preferences.Ask.as_view(), name="ask"),
    path("preferences/<str:token>/", preferences.Preferences.as_view(), name="preferences"),
    path("preferences/<str:token>/donnees.json", preferences.Data.as_view(), name="data"),
    path("preferences/<str:token>/effacer/", preferences.Erase.as_view(), name="erase"),
    path("lettre/<str:token>/", letters.Leave.as_view(), name="leave"),
    path("avis/<slug:code>/", surveys.Questionnaire.as_view(), name="survey"),
    path("avis/<slug:code>/merci/", surveys.Thanks.as_view(), name="survey_thanks"),
    path("avis/<slug:code>/<str:token>/", surveys.Questionnaire.as_view(), name="survey_copy"),
    path("lien/<str:token>/", letters.Follow.as_view(), name="follow"),
]

menus.FOOTER.add(_("Lettre d’information"), "contacts:sign_up", order=5)
menus.FOOTER.add(_("Mes préférences"), "contacts:ask", order=6)
