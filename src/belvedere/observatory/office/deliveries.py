"""Deliveries: what each did to every series, and handing over a file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.widgets.button import HeaderButton

from belvedere.observatory import access
from belvedere.observatory.enums import ItemStatus
from belvedere.observatory.forms.deliveries import DeliveryForm
from belvedere.observatory.imports import files
from belvedere.observatory.models import Delivery
from belvedere.observatory.queries import deliveries as reads
from belvedere.shell.surfaces import OfficeModelViewSet

PAGE = 100


class DeliveryList(IndexView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        more = super().header_more_buttons
        if not access.sources_run_by(self.request.user).exists():
            return more
        return [HeaderButton(_("Livrer un fichier"), url=reverse("delivery:take"), icon_name="upload"), *more]


class CountColumn(Column):
    """How many items ended in one status."""

    def get_value(self, instance: Delivery) -> int:
        return int(instance.counts.get(self.name, 0))


class DeliverySheet(InspectView):
    template_name = "observatory/office/delivery.html"
    page_title = _("Livraison")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        status = self.request.GET.get("status", "")
        status = status if status in ItemStatus.values else ""
        pages = Paginator(reads.items_of(self.object, status=status), PAGE)
        counts = [(key, label, self.object.counts.get(key, 0)) for key, label in ItemStatus.choices]
        return super().get_context_data(
            delivery=self.object,
            page=pages.get_page(self.request.GET.get("page")),
            status=status,
            counts=counts,
            **context,
        )


class DeliveryViewSet(OfficeModelViewSet):
    model = Delivery
    icon = "history"
    menu_label = _("Livraisons")
    offered = ("view",)
    index_view_class, inspect_view_class = DeliveryList, DeliverySheet
    list_display = (
        TitleColumn("__str__", label=_("Livraison"), url_name="delivery:inspect", sort_key="started_at"),
        Column("file", label=_("Fichier")),
        Column("get_status_display", label=_("État"), sort_key="status"),
        *(CountColumn(value, label=label) for value, label in ItemStatus.choices),
    )
    list_export = ("source", "file", "delivered_on", "status", "started_at", "finished_at", "counts", "sentence")
    list_select_related = ("source",)
    list_filter = ("status", "source")
    form_fields = ("file",)
    copy_view_enabled = False

    def changeable(self, user: Any) -> "QuerySet[Delivery]":
        return Delivery.everything.none()

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("livrer/", take, name="take")]


def take(request: HttpRequest) -> HttpResponse:
    """Hands over a file: rehearsed or taken at once, told series by series."""
    sources = access.sources_run_by(request.user)
    if not sources.exists():
        raise PermissionDenied(gettext("Créez d’abord une source de chiffres dans votre destination."))
    start = {"delivered_on": timezone.localdate(), "source": request.GET.get("source")}
    form = DeliveryForm(request.POST or None, request.FILES or None, sources=sources, initial=start)
    summary = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        name, data, source = given["file"].name, given["file"].read(), given["source"]
        try:
            if given["rehearse"]:
                summary = files.rehearse(name=name, data=data, source=source)
            else:
                done = files.take_file(
                    name=name, data=data, source=source, delivered_on=given["delivered_on"], by=request.user,
                    now=timezone.now(), progress=lambda _done, _total, _sentence: None,
                )  # fmt: skip
                messages.success(request, gettext("La livraison est prise ; voici ce qu’elle a fait."))
                return redirect("delivery:inspect", done.delivery.pk)
        except (files.DeliveryRefused, files.SourceBusy) as refusal:
            form.add_error("file", str(refusal))
    counts = [(label, summary.counts[key]) for key, label in ItemStatus.choices] if summary else []
    return render(request, "observatory/office/take.html", {"form": form, "summary": summary, "counts": counts})
