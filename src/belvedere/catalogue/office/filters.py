"""What the lists of the office can be narrowed by. No join: Wagtail's search of a list would fail on one."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from belvedere.catalogue.enums import Family, OfferStatus
from belvedere.catalogue.models import Media, Offer, OfferType, Source
from belvedere.territories.models import Commune

BANDS = (
    ("0-49", _("moins de 50\N{NO-BREAK SPACE}%")),
    ("50-79", _("de 50 à 79\N{NO-BREAK SPACE}%")),
    ("80-100", _("80\N{NO-BREAK SPACE}% et plus")),
)
RIGHTS = (
    ("none", _("sans licence")),
    ("uncredited", _("sans crédit")),
    ("over", _("droits échus")),
    ("soon", _("droits qui finissent dans les 60 jours")),
)


class OfferFilter(WagtailFilterSet):
    family = django_filters.ChoiceFilter(label=_("Famille"), choices=Family.choices, method="of_family")
    main_type = django_filters.ModelChoiceFilter(label=_("Type"), queryset=lambda request: used_types())
    commune = django_filters.CharFilter(label=_("Commune (nom ou code INSEE)"), method="in_commune")
    status = django_filters.ChoiceFilter(label=_("État"), choices=OfferStatus.choices)
    band = django_filters.ChoiceFilter(label=_("Complétude"), choices=BANDS, method="in_band")
    source = django_filters.ModelChoiceFilter(label=_("Source"), queryset=lambda request: Source.objects.all())

    class Meta:
        model = Offer
        fields = ()

    def of_family(self, queryset: "QuerySet[Offer]", name: str, value: str) -> "QuerySet[Offer]":
        return queryset.of_family(Family(int(value)))  # type: ignore[attr-defined]

    def in_commune(self, queryset: "QuerySet[Offer]", name: str, value: str) -> "QuerySet[Offer]":
        named = Commune.objects.filter(Q(pk=value) | Q(name__icontains=value))
        return queryset.filter(commune__in=named.values("pk"))

    def in_band(self, queryset: "QuerySet[Offer]", name: str, value: str) -> "QuerySet[Offer]":
        low, high = value.split("-")
        return queryset.filter(completeness__range=(int(low), int(high)))


def used_types() -> "QuerySet[OfferType]":
    return OfferType.objects.filter(pk__in=Offer.everything.order_by().values("main_type").distinct())


class MediaFilter(WagtailFilterSet):
    licence = django_filters.CharFilter(label=_("Licence"), lookup_expr="icontains")
    rights = django_filters.ChoiceFilter(label=_("Droits"), choices=RIGHTS, method="by_rights")

    class Meta:
        model = Media
        fields = ("kind",)

    def by_rights(self, queryset: "QuerySet[Media]", name: str, value: str) -> Any:
        return media_by_rights(queryset, value)


def media_by_rights(queryset: "QuerySet[Media]", value: str) -> "QuerySet[Media]":
    today = timezone.localdate()
    wanted = {
        "none": Q(licence=""),
        "uncredited": Q(credit=""),
        "over": Q(rights_end__lt=today),
        "soon": Q(rights_end__range=(today, today + timedelta(days=60))),
    }
    return queryset.filter(wanted[value])
