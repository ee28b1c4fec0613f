"""The list of offers with its map, the sheet of one, and what can be decided from it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.widgets.button import HeaderButton

from belvedere.catalogue import access
from belvedere.catalogue.actions import offers as actions
from belvedere.catalogue.actions import own, stories
from belvedere.catalogue.enums import SourceKind
from belvedere.catalogue.forms import OwnerForm, OwnOfferForm, ShareForm
from belvedere.catalogue.models import Offer
from belvedere.catalogue.queries import office as reads
from belvedere.catalogue.queries import sheet
from belvedere.people import access as people
from belvedere.shell.saving import AddView, EditView
from belvedere.shell.surfaces import OfficeModelViewSet
from belvedere.territories.models import Destination

from .filters import OfferFilter

ON_MAP = 50


class OfferList(IndexView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        query = self.request.GET.urlencode()
        return [
            HeaderButton(_("Carte"), url=f"{reverse('offer:map')}?{query}", icon_name="site"),
            *super().header_more_buttons,
        ]


class OfferSheet(InspectView):
    template_name = "catalogue/office/offer.html"
    page_title = _("Fiche")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        user = self.request.user
        editable = access.can_edit(user, self.object)
        forms = {
            "owner_form": OwnerForm(user=user, initial={"organisation": self.object.owner_id}),
            "share_form": ShareForm(),
        }
        return super().get_context_data(
            sheet=sheet.offer_sheet(self.object, today=timezone.localdate()), editable=editable, **forms, **context
        )


class OfferViewSet(OfficeModelViewSet):
    """Imported facts are only looked at; offers of ours are edited here too."""

    model = Offer
    icon = "list-ul"
    menu_label = _("Offres")
    offered = ("add", "change", "view")
    index_view_class, inspect_view_class = OfferList, OfferSheet
    add_view_class, edit_view_class = AddView, EditView
    refusals = (own.NotOurs,)
    list_display = (
        TitleColumn("name", label=_("Nom"), url_name="offer:inspect", sort_key="name"),
        Column("main_type", label=_("Type")),
        Column("commune", label=_("Commune"), accessor="commune.name"),
        StatusTagColumn("get_status_display", label=_("État"), sort_key="status"),
        Column("completeness", label=_("Complétude (%)"), sort_key="completeness"),
        Column("source", label=_("Source")),
        Column("updated_at", label=_("Modifiée le"), sort_key="updated_at"),
    )
    list_export = ("pk", "name", "main_type", "commune", "status", "completeness", "missing", "source", "updated_at")
    list_select_related = ("main_type", "commune", "source")
    ordering = ("name", "pk")
    filterset_class = OfferFilter
    search_fields = ("name",)
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[OwnOfferForm]:
        return OwnOfferForm

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Offer]":
        heavy = ("contacts", "schedule", "prices", "amenities", "details", "provenance", "themes", "labels", "address")
        return super().get_queryset(request).defer(*heavy)

    def changeable(self, user: Any) -> "QuerySet[Offer]":
        return access.editable_by(user).filter(source__kind=SourceKind.OURS)

    def store(self, form: OwnOfferForm, user: Any) -> Offer:
        if form.instance.pk:
            return own.change_offer(
                offer=Offer.everything.get(pk=form.instance.pk), wanted=form.wanted(), by=user, now=timezone.now()
            )
        return own.create_offer(
            destination=destination_of(user), wanted=form.wanted(), by=user, now=timezone.now()
        )  # fmt: skip

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("carte/", offer_map, name="map"),
            path("carte/points/", offer_points, name="points"),
            path("<int:pk>/apercu/", offer_card, name="card"),
            path("<int:pk>/original/", original, name="original"),
            path("<int:pk>/decision/", decide, name="decide"),
        ]


def destination_of(user: Any) -> Destination:
    """Where a person's own offers belong: the first destination that she writes in."""
    found = people.held_by(user, people.WRITING).order_by("pk").first()
    if found is None:
        raise PermissionDenied(gettext("Il faut un rôle de rédaction dans une destination pour créer une offre."))
    return found


def seen(request: HttpRequest, pk: int) -> Offer:
    return get_object_or_404(access.visible_to(request.user, Offer).select_related("main_type", "commune"), pk=pk)


def filtered(request: HttpRequest) -> "QuerySet[Offer]":
    """Offers of the list as it is filtered, without its pages."""
    return OfferFilter(request.GET, queryset=access.visible_to(request.user, Offer), request=request).qs


def offer_map(request: HttpRequest) -> HttpResponse:
    found = filtered(request).select_related("main_type", "commune").order_by("name", "pk")
    page = {
        "offers": found[:ON_MAP],
        "total": found.count(),
        "points_url": f"{reverse('offer:points')}?{request.GET.urlencode()}",
        "list_url": f"{reverse('offer:index')}?{request.GET.urlencode()}",
    }
    return render(request, "catalogue/office/map.html", page)


def offer_points(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"points": reads.points_of(filtered(request)), "limit": reads.POINTS})


def offer_card(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "catalogue/office/card.html", {"offer": seen(request, pk)})


def original(request: HttpRequest, pk: int) -> HttpResponse:
    offer = seen(request, pk)
    return HttpResponse(sheet.original_indented(offer), content_type="application/json; charset=utf-8")


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision of the sheet: ``verb`` names it."""
    offer = seen(request, pk)
    if not access.can_edit(request.user, offer):
        raise PermissionDenied(gettext("Cette fiche est en lecture seule pour vous."))
    verb = VERBS.get(request.POST.get("verb", ""))
    if verb is None:
        raise PermissionDenied
    try:
        return verb(request, offer)
    except actions.OfferGone as refusal:
        messages.error(request, str(refusal))
        return redirect("offer:inspect", pk)


def _back(request: HttpRequest, offer: Offer, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("offer:inspect", offer.pk)


def _hide(request: HttpRequest, offer: Offer) -> HttpResponse:
    actions.hide_offer(offer=offer, by=request.user, now=timezone.now())
    return _back(request, offer, gettext("L’offre n’est plus montrée au public."))


def _publish(request: HttpRequest, offer: Offer) -> HttpResponse:
    actions.publish_offer(offer=offer, by=request.user, now=timezone.now())
    return _back(request, offer, gettext("L’offre est de nouveau montrée au public."))


def _own(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = OwnerForm(request.POST, user=request.user)
    if not form.is_valid():
        return _wrong(request, offer, form)
    actions.set_owner(offer=offer, by=request.user, now=timezone.now(), **form.cleaned_data)
    return _back(request, offer, gettext("Le prestataire est enregistré."))


def _share(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _wrong(request, offer, form)
    actions.share_offer(offer=offer, by=request.user, now=timezone.now(), **form.cleaned_data)
    return _back(request, offer, gettext("L’offre est partagée."))


def _unshare(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _wrong(request, offer, form)
    actions.unshare_offer(offer=offer, by=request.user, now=timezone.now(), **form.cleaned_data)
    return _back(request, offer, gettext("Le partage est retiré."))


def _write(request: HttpRequest, offer: Offer) -> HttpResponse:
    """Opens a draft that starts from the source's own words."""
    story = stories.start_story(offer=offer, language="fr", by=request.user, now=timezone.now())
    return redirect("wagtailsnippets_catalogue_offerstory:edit", story.pk)


def _wrong(request: HttpRequest, offer: Offer, form: Form) -> HttpResponse:
    for errors in form.errors.values():
        messages.error(request, " ".join(map(str, errors)))
    return redirect("offer:inspect", offer.pk)


VERBS: dict[str, Callable[[HttpRequest, Offer], HttpResponse]] = {
    "hide": _hide,
    "publish": _publish,
    "own": _own,
    "share": _share,
    "unshare": _unshare,
    "write": _write,
}
