"""Public pages of the room: included under ``/observatoire/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from belvedere.shell import menus

from .views import base, dashboards, notes

app_name = "cockpit"

urlpatterns = [
    path("tableaux/", dashboards.DashboardsView.as_view(), name="dashboards"),
    path("tableaux/<slug:slug>/", dashboards.DashboardView.as_view(), name="dashboard"),
    path("tableaux/<slug:slug>.pdf", dashboards.DashboardPdfView.as_view(), name="dashboard_pdf"),
    path("tableaux/<slug:slug>/communes.json", base.ShapesView.as_view(), name="shapes"),
    path("tableaux/<slug:slug>/<int:tile>.csv", dashboards.TileCsvView.as_view(), name="tile_csv"),
    path("tableaux/<slug:slug>/<int:tile>.svg", dashboards.TilePictureView.as_view(), name="tile_svg"),
    path("tableaux/<slug:slug>/<int:tile>.png", dashboards.TilePictureView.as_view(suffix="png"), name="tile_png"),
    path("integrer/<slug:slug>/<int:tile>/", dashboards.EmbedView.as_view(), name="embed"),
    path("notes/", notes.NotesView.as_view(), name="notes"),
    path("notes/abonnement/<str:token>/", notes.ConfirmView.as_view(), name="confirm"),
    path("notes/desabonnement/<str:token>/", notes.LeaveView.as_view(), name="leave"),
    path("notes/<slug:month>/", notes.NoteView.as_view(), name="note"),
    path("notes/<slug:month>.pdf", notes.NotePdfView.as_view(), name="note_pdf"),
]

menus.FIGURES.add(_("Tableaux de bord"), "cockpit:dashboards", order=20)
menus.FIGURES.add(_("La note du mois"), "cockpit:notes", order=10)
