"""Public pages of the figures: included under ``/observatoire/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from belvedere.shell import menus

from . import access
from .views import effects, flows, public, season, series

app_name = "observatory"

urlpatterns = [
    path("", public.HomeView.as_view(), name="home"),
    path("indicateurs/", public.IndicatorsView.as_view(), name="indicators"),
    path("series/", series.SeriesListView.as_view(), name="series_list"),
    path("series/<int:pk>/", series.SeriesView.as_view(), name="series"),
    path("series/<int:pk>.csv", series.SeriesCsvView.as_view(), name="series_csv"),
    path("series/<int:pk>.parquet", series.SeriesParquetView.as_view(), name="series_parquet"),
    path("flux/", flows.FlowsView.as_view(), name="flows"),
    path("flux/<int:pk>.csv", flows.FlowsCsvView.as_view(), name="flows_csv"),
    path("flux/<int:pk>.parquet", flows.FlowsParquetView.as_view(), name="flows_parquet"),
    path("saison/", season.SeasonView.as_view(), name="season"),
    path("previsions/", season.ScoresView.as_view(), name="scores"),
    path("previsions/<int:pk>/", season.SaidView.as_view(), name="said"),
    path("effets/", effects.EffectsView.as_view(), name="effects"),
    path("effets/evenements/<int:pk>/", effects.EventView.as_view(), name="event"),
    path("effets/campagnes/<int:pk>/", effects.CampaignView.as_view(), name="campaign"),
    path("series.csv", series.AllCsvView.as_view(), name="all_csv"),
    path("series.parquet", series.AllParquetView.as_view(), name="all_parquet"),
    path("catalogue.jsonld", series.CatalogueView.as_view(), name="catalogue"),
    path("catalogue.rdf", series.CatalogueView.as_view(rdf=True), name="catalogue_rdf"),
]

menus.PUBLIC.add(_("Observatoire"), "observatory:home", order=60)
menus.PRO.add(_("Flux de visiteurs"), "observatory:flows", order=45, shown=access.has_flow_zone)
menus.FIGURES.add(_("La saison à venir"), "observatory:season", order=2)
