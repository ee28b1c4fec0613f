"""Office screens: destinations in their tree, brands, territories, and the communes to look at."""

from typing import Any

import django_filters
from django.db.models import Case, Count, QuerySet, TextField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from belvedere.shell.palette import HEX
from belvedere.shell.saving import AddView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet

from . import access, queries, validators
from .actions import brands, destinations
from .enums import AreaKind
from .forms import COLOURS, BrandForm, DestinationForm, TerritoryForm
from .models import Area, Brand, Commune, Destination, Territory


class DestinationViewSet(OfficeModelViewSet):
    model = Destination
    icon = "site"
    menu_label = _("Destinations")
    offered = ("add", "change", "view")
    add_view_class, edit_view_class = AddView, EditView
    refusals = (destinations.Refused,)
    list_display = ("name", Column("place", label=_("Dans l’arbre")), "kind", "parent", "territory")
    list_export = ("name", "slug", "kind", "parent", "territory")
    list_select_related = ("parent", "territory")
    search_fields = ("name", "slug")
    inspect_view_fields = ("name", "kind", "parent", "territory", "slug", "hostname", "languages")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[DestinationForm]:
        return DestinationForm

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Destination]":
        """In the order of the tree, each with its path."""
        paths = queries.tree_paths()
        branches = [When(pk=key, then=Value(path)) for key, path in paths.items()]
        place = Case(*branches, default=Value(""), output_field=TextField())
        return super().get_queryset(request).annotate(place=place).order_by("place", "pk")

    def changeable(self, user: Any) -> "QuerySet[Destination]":
        return access.managed_by(user)

    def store(self, form: DestinationForm, user: Any) -> Destination:
        return destinations.save_destination(destination=form.instance, by=user, now=timezone.now())


class BrandViewSet(OfficeModelViewSet):
    model = Brand
    icon = "pick"
    menu_label = _("Marques")
    offered = ("add", "change", "view")
    add_view_class, edit_view_class = AddView, EditView
    refusals = (brands.Refused,)
    list_display = ("__str__", "destination", "signature")
    list_export = ("destination", "display_name", "signature", "typeface", "tone")
    list_select_related = ("destination",)
    search_fields = ("display_name", "destination__name")
    inspect_view_fields = ("destination", "display_name", "signature", "palette", "typeface", "tone")
    create_template_name = edit_template_name = "territories/office/brand_form.html"
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[BrandForm]:
        return BrandForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("contrastes/", contrasts, name="contrasts")]

    def changeable(self, user: Any) -> "QuerySet[Brand]":
        return access.brands_changed_by(user)

    def store(self, form: BrandForm, user: Any) -> Brand:
        form.instance.palette = form.palette()
        return brands.save_brand(brand=form.instance, by=user, now=timezone.now())


class TerritoryViewSet(OfficeModelViewSet):
    model = Territory
    icon = "globe"
    menu_label = _("Territoires")
    offered = ("add", "change", "view")
    add_view_class, edit_view_class = AddView, EditView
    refusals = (destinations.Refused,)
    list_display = ("name", Column("communes_count", label=_("Communes")), "managed_by")
    list_export = ("name", "slug", "managed_by")
    list_select_related = ("managed_by",)
    search_fields = ("name",)
    inspect_view_fields = ("name", "slug", "managed_by", "communes")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[TerritoryForm]:
        return TerritoryForm

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Territory]":
        return super().get_queryset(request).annotate(communes_count=Count("communes"))

    def changeable(self, user: Any) -> "QuerySet[Territory]":
        return access.territories_redrawn_by(user)

    def store(self, form: TerritoryForm, user: Any) -> Territory:
        return destinations.save_territory(
            territory=form.instance, communes=form.wanted_communes(), by=user, now=timezone.now()
        )


class CommuneFilter(WagtailFilterSet):
    department = django_filters.ModelChoiceFilter(
        label=_("Département"), queryset=Area.objects.filter(kind=AreaKind.DEPARTMENT)
    )
    past = django_filters.BooleanFilter(
        label=_("Anciennes communes"), field_name="until_year", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Commune
        fields = ()


class CommuneViewSet(OfficeModelViewSet):
    model = Commune
    icon = "home"
    menu_label = _("Communes")
    offered = ("view",)
    list_display = ("name", "code", "department", "epci", "population", "until_year", "successor")
    list_export = ("code", "name", "department", "epci", "postal_codes", "population", "until_year", "successor")
    list_select_related = ("department", "epci", "successor")
    filterset_class = CommuneFilter
    search_fields = ("name", "code")
    inspect_view_fields = (
        "code", "name", "department", "epci", "postal_codes", "population", "lon", "lat", "since_year", "until_year",
        "successor",
    )  # fmt: skip
    form_fields = ("name",)
    copy_view_enabled = False

    def changeable(self, user: Any) -> "QuerySet[Commune]":
        return Commune.objects.none()


def contrasts(request: HttpRequest) -> HttpResponse:
    """How two colours read, while they are being chosen: the fragment that the form's script puts in place."""
    palette = {name: value for name in COLOURS if HEX.match(value := request.GET.get(name, ""))}
    return render(request, "territories/office/readings.html", {"readings": validators.readings(palette)})


class TerritoriesGroup(ViewSetGroup):
    menu_label = _("Territoires et marques")
    menu_icon = "globe"
    menu_order = 300
    items = (DestinationViewSet, BrandViewSet, TerritoryViewSet, CommuneViewSet)


@hooks.register("register_admin_viewset")
def screens() -> TerritoriesGroup:
    return TerritoriesGroup()
