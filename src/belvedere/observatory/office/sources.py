"""Who gives figures, and how the columns of their tables are read."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belvedere.observatory import access
from belvedere.observatory.actions import sources
from belvedere.observatory.forms.sources import MappingForm, SourceForm
from belvedere.observatory.models import DataSource, Mapping
from belvedere.shell.saving import AddView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet


class DataSourceViewSet(OfficeModelViewSet):
    model = DataSource
    icon = "download"
    menu_label = _("Sources de chiffres")
    offered = ("add", "change", "view")
    add_view_class, edit_view_class = AddView, EditView
    refusals = (sources.WrongSource,)
    list_display = ("name", "kind", "destination", "licence", "secrecy", "is_public")
    list_export = ("slug", "name", "kind", "destination", "producer", "licence", "public_licence", "page", "address",
                   "secrecy")  # fmt: skip
    list_select_related = ("destination",)
    list_filter = ("kind",)
    search_fields = ("name",)
    inspect_view_fields = (
        "name", "slug", "kind", "destination", "producer", "licence", "public_licence", "page", "method", "address",
        "secrecy", "is_public",
    )  # fmt: skip
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[SourceForm]:
        return SourceForm

    def changeable(self, user: Any) -> "QuerySet[DataSource]":
        return access.sources_run_by(user)

    def store(self, form: SourceForm, user: Any) -> DataSource:
        source = form.instance
        if not access.can_open_in(user, source.destination_id):
            raise PermissionDenied(gettext("Il faut un rôle de rédaction dans la destination qui tient la source."))
        return sources.save_source(source=source, by=user, now=timezone.now())


class MappingViewSet(OfficeModelViewSet):
    model = Mapping
    icon = "table"
    menu_label = _("Correspondances")
    offered = ("add", "change", "view")
    add_view_class, edit_view_class = AddView, EditView
    refusals = (sources.BadMapping,)
    list_display = ("source", "saved_at")
    list_export = ("source", "columns", "saved_at")
    list_select_related = ("source",)
    inspect_view_fields = ("source", "columns", "saved_at")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[MappingForm]:
        return MappingForm

    def changeable(self, user: Any) -> "QuerySet[Mapping]":
        return access.mappings_run_by(user)

    def store(self, form: MappingForm, user: Any) -> Mapping:
        source = form.cleaned_data["source"]
        if not access.can_run(user, source):
            raise PermissionDenied(gettext("Cette source est tenue par une autre destination."))
        return sources.save_mapping(
            source=source, columns=form.cleaned_data["columns"], by=user, now=timezone.now()
        )  # fmt: skip
