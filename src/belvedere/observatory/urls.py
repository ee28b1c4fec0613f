"""Public pages of the figures: included under ``/observatoire/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from belvedere.shell import menus

from .views import public, series

app_name = "observatory"

urlpatterns = [
    path("", public.HomeView.as_view(), name="home"),
    path("indicateurs/", public.IndicatorsView.as_view(), name="indicators"),
    path("series/", series.SeriesListView.as_view(), name="series_list"),
    path("series/<int:pk>/", series.SeriesView.as_view(), name="series"),
    path("series/<int:pk>.csv", series.SeriesCsvView.as_view(), name="series_csv"),
    path("series/<int:pk>.parquet", series.SeriesParquetView.as_view(), name="series_parquet"),
    path("series.csv", series.AllCsvView.as_view(), name="all_csv"),
    path("series.parquet", series.AllParquetView.as_view(), name="all_parquet"),
    path("catalogue.jsonld", series.CatalogueView.as_view(), name="catalogue"),
]

menus.PUBLIC.add(_("Observatoire"), "observatory:home", order=60)
