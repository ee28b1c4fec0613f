"""Loyalty and value of a file, and the money spent on it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet

from belvedere.contacts import access
from belvedere.contacts.actions import value
from belvedere.contacts.exports.value import sheet_csv
from belvedere.contacts.forms.value import ExpenseForm
from belvedere.contacts.models import Expense, ValueRun
from belvedere.contacts.queries import value as reads
from belvedere.contacts.queries.value_sheet import euros, sheet_of
from belvedere.people import access as people
from belvedere.shell.saving import AddView, DeleteView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet
from belvedere.territories.models import Destination


class ValueViewSet(ViewSet):
    name = "value"
    icon = "rotate"
    menu_label = _("Fidélité et valeur")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ValuePage.as_view(), name="index"),
            path("<int:pk>/tableaux.csv", ValueTables.as_view(), name="tables"),
        ]


class ValuePage(View):
    """One file at a time: its last reckoning, and the button for a new one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not people.is_staff_of_an_office(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        files = list(reads.files_with_visits(people.destinations_of(request.user)))
        chosen = _chosen(files, request.GET.get("fichier", ""))
        run = reads.latest(access.visible_to(request.user, ValueRun), chosen) if chosen else None
        shown = {
            "files": files,
            "chosen": chosen,
            "sheet": sheet_of(run) if run else None,
            "waiting": reads.under_way(chosen) if chosen else None,
            "keeps": bool(chosen) and access.can_keep_file(request.user, chosen),
        }
        return render(request, "contacts/office/value.html", shown)

    def post(self, request: HttpRequest) -> HttpResponse:
        files = list(reads.files_with_visits(access.files_kept_by(request.user)))
        chosen = _chosen(files, request.POST.get("fichier", ""), default=False)
        if chosen is None:
            raise PermissionDenied(gettext("Ce fichier est en lecture seule pour vous."))
        value.ask_value(destination=chosen, by=request.user, now=timezone.now())
        messages.success(request, gettext("Le calcul est lancé : il prend quelques secondes."))
        return redirect(f"{reverse('value:index')}?fichier={chosen.pk}")


def _chosen(files: list[Destination], asked: str, *, default: bool = True) -> Destination | None:
    found = next((one for one in files if str(one.pk) == asked), None)
    return found or (files[0] if files and default else None)


class ValueTables(View):
    model = ValueRun

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = access.visible_to(request.user, ValueRun).filter(made_at__isnull=False)
        run = get_object_or_404(rows.select_related("destination"), pk=pk)
        response = HttpResponse("".join(sheet_csv(sheet_of(run))), content_type="text/csv; charset=utf-8")
        name = f"fidelite-{run.destination.slug}-{run.made_at:%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class AmountColumn(Column):
    def get_value(self, instance: Expense) -> str:
        return euros(instance.amount / 100)


class ExpenseViewSet(OfficeModelViewSet):
    model = Expense
    icon = "tag"
    menu_label = _("Dépenses de relation")
    offered = ("add", "change", "delete", "view")
    add_view_class, edit_view_class, delete_view_class = AddView, EditView, DeleteView
    refusals = (value.ValueRefused,)
    list_display = (
        TitleColumn("name", label=_("Quoi"), url_name="expense:inspect", sort_key="name"),
        Column("get_purpose_display", label=_("Pour"), sort_key="purpose"),
        AmountColumn("amount", label=_("Montant HT"), sort_key="amount"),
        Column("start", label=_("Du"), sort_key="start"),
        Column("end", label=_("Au"), sort_key="end"),
        Column("destination", label=_("Fichier de")),
    )
    list_export = ("name", "purpose", "amount", "start", "end", "supplier", "source", "mailing", "destination")
    list_select_related = ("destination", "mailing")
    list_filter = ("purpose",)
    search_fields = ("name", "supplier", "source")
    inspect_view_fields = ("name", "purpose", "amount", "start", "end", "supplier", "source", "mailing", "destination")
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[ExpenseForm]:
        return ExpenseForm

    def changeable(self, user: Any) -> "QuerySet[Expense]":
        return access.expenses_kept_by(user)

    def store(self, form: ExpenseForm, user: Any) -> Expense:
        return value.save_expense(expense=form.instance, by=user, now=timezone.now())

    def remove(self, row: Expense, user: Any) -> None:
        value.remove_expense(expense=row, by=user, now=timezone.now())
