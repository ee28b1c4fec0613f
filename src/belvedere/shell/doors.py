"""Wagtail's own screens that show or move rows without asking whose they are: each is asked here.

Pictures and documents belong to collections, whose permissions Wagtail applies to its screens but not to its internal
API, nor to the choice of a picture's format. Pages that are not yet published show in the page chooser, and in the
question asked before a move. The site's history and the usage of page types show everybody's work: they are the
technician's.

``urlpatterns`` is included before Wagtail's own, whose addresses it stands in front of.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import BrowseView
from wagtail.admin.views.pages.lock import UnlockView
from wagtail.admin.views.pages.usage import UsageView
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.images.views import chooser
from wagtail.models import Page, PagePermissionTester
from wagtail.permissions import page_permission_policy

LOOKING = ("choose", "add", "change")


class OwnImages(ImagesAdminAPIViewSet):
    def get_queryset(self) -> "QuerySet[Any]":
        seen = image_policy.instances_user_has_any_permission_for(self.request.user, LOOKING)
        return super().get_queryset().filter(pk__in=seen.values("pk"))


class OwnDocuments(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> "QuerySet[Any]":
        seen = document_policy.instances_user_has_any_permission_for(self.request.user, LOOKING)
        return super().get_queryset().filter(pk__in=seen.values("pk"))


@hooks.register("construct_admin_api", order=1000)
def narrow_internal_api(router: Any) -> None:
    """After Wagtail's own registrations, which these replace."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


@require_admin_access
def select_format(request: HttpRequest, image_id: int) -> HttpResponse:
    image = get_object_or_404(get_image_model(), pk=image_id)
    if not image_policy.user_has_any_permission_for_instance(request.user, LOOKING, image):
        raise PermissionDenied
    return chooser.viewset.select_format_view(request, image_id)


def may_read(user: Any, page: Page) -> bool:
    return page.live or page_permission_policy.explorable_instances(user).filter(pk=page.pk).exists()


@require_admin_access
def choose_below(request: HttpRequest, parent_page_id: int) -> HttpResponse:
    if not may_read(request.user, get_object_or_404(Page, pk=parent_page_id)):
        raise PermissionDenied
    return BrowseView.as_view()(request, parent_page_id)


def technicians_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @require_admin_access
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_admin_access
def unlock_own(request: HttpRequest, page_id: int) -> HttpResponse:
    """Whoever only looks at pages holds the right to unlock them, and no other."""
    if not get_object_or_404(Page, pk=page_id).permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return UnlockView.as_view()(request, page_id=page_id)


class PageUsage(UsageView):
    """Where a page is cited, for whoever may read it: Wagtail's explorer leads there, its view asks for more."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_read(request.user, self.object):
            raise PermissionDenied
        return super(UsageView, self).dispatch(request, *args, **kwargs)

    @cached_property
    def header_buttons(self) -> list[Any]:
        return super().header_buttons if self.object.permissions_for_user(self.request.user).can_edit() else []


urlpatterns = [
    path("pages/<int:page_id>/usage/", require_admin_access(PageUsage.as_view())),
    path("pages/<int:page_id>/unlock/", unlock_own),
    path("images/chooser/<int:image_id>/select_format/", select_format),
    path("choose-page/<int:parent_page_id>/", choose_below),
    path("reports/site-history/", technicians_only(LogEntriesView.as_view())),
    path("reports/site-history/results/", technicians_only(LogEntriesView.as_view(results_only=True))),
    path("reports/page-types-usage/", technicians_only(PageTypesUsageReportView.as_view())),
    path("reports/page-types-usage/results/", technicians_only(PageTypesUsageReportView.as_view(results_only=True))),
]


@hooks.register("construct_reports_menu")
def leave_to_technicians(request: HttpRequest, items: list[Any]) -> None:
    if not request.user.is_superuser:
        items[:] = [one for one in items if one.name not in {"site-history", "page-types-usage"}]


@hooks.register("construct_page_chooser_queryset")
def only_pages_one_may_read(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    own = page_permission_policy.explorable_instances(request.user)
    return pages.filter(Q(live=True) | Q(pk__in=own.values("pk")))


def structural(page: Page) -> bool:
    """A destination's node and the page that holds its pages are made with it, and live as long as it does."""
    return page.specific_class is Page


class Offered(PagePermissionTester):
    """What Wagtail's screens offer: nothing that is refused when asked for, to whoever only looks (who holds the right
    to unlock, and no other) nor on the frame."""

    def _works_on_it(self) -> bool:
        return bool(self.user.is_superuser or not structural(self.page))

    def can_edit(self) -> bool:
        return self._works_on_it() and bool(super().can_edit())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self._works_on_it() and bool(super().can_delete(ignore_bulk))

    def can_unpublish(self) -> bool:
        return self._works_on_it() and bool(super().can_unpublish())

    def can_publish(self) -> bool:
        return self._works_on_it() and bool(super().can_publish())

    def can_move(self) -> bool:
        return self._works_on_it() and bool(super().can_move())

    def can_copy(self) -> bool:
        return self.can_edit() and bool(super().can_copy())

    def can_unlock(self) -> bool:
        return self.can_edit() and bool(super().can_unlock())

    def can_view_revisions(self) -> bool:
        return (self.can_edit() or self.can_publish()) and bool(super().can_view_revisions())


def offered(page: Page, user: Any) -> Offered:
    return Offered(user, page)


# Every page asks this of itself, those of the frame too, which are of no class of ours.
Page.permissions_for_user = offered


@hooks.register("before_edit_page")
@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
@hooks.register("before_copy_page")
@hooks.register("before_move_page")
def leave_the_frame(request: HttpRequest, page: Page, *_destination: Page) -> None:
    if structural(page) and not request.user.is_superuser:
        raise PermissionDenied


@hooks.register("before_bulk_action")
def leave_the_frame_in_bulk(request: HttpRequest, action: str, rows: Any, bulk: Any) -> None:
    pages = [row for row in rows if isinstance(row, Page)]
    if any(structural(page) for page in pages) and not request.user.is_superuser:
        raise PermissionDenied


@hooks.register("before_move_page")
def move_only_what_one_may(request: HttpRequest, page: Page, destination: Page) -> None:
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied
