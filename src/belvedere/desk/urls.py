"""Screens of the counsellors, under ``/accueil/``, and the visitor's live sheet, under ``/fiche/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from belvedere.shell import menus

from . import access
from .views import advice, base, device, opinions, record, register, sheet, trip

app_name = "desk"

urlpatterns = [
    path("accueil/", record.Record.as_view(), name="home"),
    path("accueil/point/", base.ChooseDesk.as_view(), name="choose"),
    path("accueil/manifest.webmanifest", device.Manifest.as_view(), name="manifest"),
    path("accueil/travail.js", device.Worker.as_view(), name="worker"),
    path("accueil/chiffres/", register.Figures.as_view(), name="figures"),
    path("accueil/reclamations/", register.Complaints.as_view(), name="complaints"),
    path("accueil/avis/", opinions.Opinions.as_view(), name="opinions"),
    path("accueil/origines.json", record.Origins.as_view(), name="origins"),
    path("accueil/demandes/", record.Latest.as_view(), name="latest"),
    path("accueil/demandes/<int:pk>/", advice.Advice.as_view(), name="advice"),
    path("accueil/demandes/<int:pk>/garder/", advice.Keep.as_view(), name="keep"),
    path("accueil/demandes/<int:pk>/sejour/", trip.Trip.as_view(), name="trip"),
    path("accueil/demandes/<int:pk>/propositions/", trip.Proposals.as_view(), name="proposals"),
    path("accueil/demandes/<int:pk>/fiche.pdf", sheet.Pdf.as_view(), name="pdf"),
    path("accueil/demandes/<int:pk>/envoyer/", sheet.Send.as_view(), name="send"),
    path("fiche/<str:token>/", sheet.Live.as_view(), name="live"),
    path("accueil/demandes/<int:pk>/annuler/", record.Cancel.as_view(), name="cancel"),
]

menus.PRO.add(_("Accueil"), "desk:home", order=15, shown=access.can_serve)
menus.DESK.add(_("Nouvelle demande"), "desk:home", order=10)
menus.DESK.add(_("Dernières demandes"), "desk:latest", order=20)
menus.DESK.add(_("Réclamations"), "desk:complaints", order=30)
menus.DESK.add(_("Avis"), "desk:opinions", order=35)
menus.DESK.add(_("Chiffres"), "desk:figures", order=40)
