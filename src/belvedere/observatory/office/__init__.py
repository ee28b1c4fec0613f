"""Office screens of the figures: series, forecasts, effects, sources and their mappings, deliveries."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from .deliveries import DeliveryViewSet
from .effects import CityCampaignViewSet, EventViewSet
from .flows import FlowZoneViewSet
from .season import SeriesForecastViewSet
from .series import SeriesViewSet
from .sources import DataSourceViewSet, MappingViewSet


class ObservatoryGroup(ViewSetGroup):
    menu_label = _("Observatoire")
    menu_icon = "table"
    menu_order = 110
    items = (
        SeriesViewSet,
        SeriesForecastViewSet,
        EventViewSet,
        CityCampaignViewSet,
        FlowZoneViewSet,
        DeliveryViewSet,
        DataSourceViewSet,
        MappingViewSet,
    )


@hooks.register("register_admin_viewset")
def screens() -> ObservatoryGroup:
    return ObservatoryGroup()
