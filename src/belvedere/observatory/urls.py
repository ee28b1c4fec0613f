"""Public pages of the figures: included under ``/observatoire/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from belvedere.shell import menus

from . import views

app_name = "observatory"

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("indicateurs/", views.IndicatorsView.as_view(), name="indicators"),
    path("series/", views.SeriesListView.as_view(), name="series_list"),
    path("series/<int:pk>/", views.SeriesView.as_view(), name="series"),
    path("series/<int:pk>.csv", views.SeriesCsvView.as_view(), name="series_csv"),
    path("series/<int:pk>.parquet", views.SeriesParquetView.as_view(), name="series_parquet"),
    path("series.csv", views.AllCsvView.as_view(), name="all_csv"),
    path("series.parquet", views.AllParquetView.as_view(), name="all_parquet"),
    path("catalogue.jsonld", views.CatalogueView.as_view(), name="catalogue"),
]

menus.PUBLIC.add(_("Observatoire"), "observatory:home", order=60)
