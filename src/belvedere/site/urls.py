"""Addresses of the public site."""

from collections.abc import Callable

from django.contrib.sitemaps import views as sitemaps
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from belvedere.shell import menus

from .views import agenda, editorial, home, machines, notebook, offer, pictures, search

app_name = "site"

menus.PUBLIC.add(_("Que voir, que faire"), "site:search", order=10)
menus.PUBLIC.add(_("Agenda"), "site:agenda", order=20)
menus.PUBLIC.add(_("Mon carnet"), "site:notebook", order=30)
menus.FOOTER.add(_("Mentions légales"), "site:legal", order=10)
menus.FOOTER.add(_("Accessibilité"), "site:accessibility", order=20)


def with_sitemaps(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sitemaps are those of the request's destination."""

    def answer(request: HttpRequest, **kwargs: object) -> HttpResponse:
        return view(request, machines.sitemaps_of(request), **kwargs)

    return answer


urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("recherche/", search.SearchView.as_view(), name="search"),
    path("recherche/points.json", search.PointsView.as_view(), name="points"),
    path("recherche/suggestions.json", search.SuggestView.as_view(), name="suggest"),
    path("carte/communes.json", search.CommunesView.as_view(), name="communes"),
    path("offres/<int:pk>/carte/", offer.OfferCardView.as_view(), name="offer_card"),
    path("offres/<int:pk>/partage.png", pictures.OfferImageView.as_view(), name="offer_image"),
    path("offres/<int:pk>/seances.ics", offer.OfferCalendarView.as_view(), name="offer_calendar"),
    path("offres/<int:pk>/<slug:slug>/", offer.OfferView.as_view(), name="offer"),
    path("agenda/", agenda.AgendaView.as_view(), name="agenda"),
    path("agenda.ics", agenda.AgendaCalendarView.as_view(), name="agenda_calendar"),
    path("carnet/", notebook.NotebookView.as_view(), name="notebook"),
    path("carnet/garder/<int:pk>/", notebook.KeepView.as_view(), name="keep"),
    path("carnet/retirer/<int:pk>/", notebook.KeepView.as_view(drop=True), name="drop"),
    path("carnet/<str:shared>/", notebook.NotebookView.as_view(), name="shared_notebook"),
    path("pages/<slug:slug>/", editorial.EditorialView.as_view(), name="editorial"),
    path("mentions-legales/", editorial.LegalView.as_view(), name="legal"),
    path("accessibilite/", editorial.AccessibilityView.as_view(), name="accessibility"),
    path("dessins/<slug:scene>/<slug:moment>/<int:seed>.svg", pictures.LandscapeView.as_view(), name="landscape"),
    path("favicon.svg", pictures.FaviconView.as_view(), name="favicon"),
    path("favicon.ico", pictures.FaviconView.as_view()),
    path("robots.txt", machines.RobotsView.as_view(), name="robots"),
    path(
        "sitemap.xml",
        with_sitemaps(lambda *args, **kwargs: sitemaps.index(*args, sitemap_url_name="site:sitemap_section", **kwargs)),
        name="sitemap",
    ),
    path("sitemap-<slug:section>.xml", with_sitemaps(sitemaps.sitemap), name="sitemap_section"),
]
