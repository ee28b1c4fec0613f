"""The three kinds of screens: what every public page, professional's page and office screen starts from."""

import csv
import datetime
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CopyViewMixin, IndexView, InspectView, UsageView
from wagtail.admin.views.generic.history import HistoryView, WorkflowHistoryDetailView, WorkflowHistoryView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import RevisionMixin
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views import snippets

from belvedere.kit import scope

from . import choices
from .history import AllowedEdit, JournalHistory, history_button


class PublicView(TemplateView):
    """A page for anybody: give ``title`` and ``description`` (or the methods), and ``template_name``."""

    title = ""
    description = ""
    #: Pages that a search engine should not list (a personal notebook, an empty search).
    indexed = True

    def get_title(self) -> str:
        return str(self.title)

    def get_description(self) -> str:
        return str(self.description)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        head = {"page_title": self.get_title(), "page_description": self.get_description(), "indexed": self.indexed}
        return super().get_context_data(**head | context)


class ProView(LoginRequiredMixin, TemplateView):
    """A page of the professionals' space: signed in, and allowed by ``may_enter``, else the page does not exist."""

    title = ""

    def may_enter(self, user: Any) -> bool:
        """The room's own check, one call to its ``access``; a refused person gets a 404."""
        return True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not self.may_enter(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def visible_or_404(self, model: type[Model], **lookup: Any) -> Any:
        """The one row of ``model`` that the person may see under this lookup."""
        try:
            return scope.visible_to(self.request.user, model).get(**lookup)
        except (model.DoesNotExist, ValueError, OverflowError) as absent:
            raise Http404 from absent

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**{"page_title": str(self.title)} | context)


# --- Office ---------------------------------------------------------------------------------------------------------

#: Views that only show: seeing the row is enough. Every other view of one row asks for the right to change it.
SHOWING = (InspectView, HistoryView, UsageView, WorkflowHistoryView, WorkflowHistoryDetailView, CopyViewMixin)


class OfficePolicy(ModelPermissionPolicy):
    """Model permissions, narrowed row by row to what the viewset says."""

    def __init__(self, viewset: "OfficeMixin") -> None:
        super().__init__(viewset.model)
        self.viewset = viewset

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.viewset.offered and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        if not self.user_has_permission(user, action):
            return False
        return self.viewset.sees(user, instance.pk) and (action == "view" or self.viewset.may_change(user, instance))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Model) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)


class RowCheck:
    """Put in front of every view of one row: Wagtail's own fetch it without asking who is looking."""

    viewset: "OfficeMixin"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = kwargs.get("pk", args[0] if args else None)
        if key is not None:
            self.check_row(request, key)
        return super().dispatch(request, *args, **kwargs)

    def check_row(self, request: HttpRequest, key: Any) -> None:
        row = self.viewset.row_for(request.user, key)
        if row is None:
            raise Http404
        if not isinstance(self, SHOWING) and not self.viewset.may_change(request.user, row):
            raise PermissionDenied(_("Cette fiche est en lecture seule pour vous."))


class NarrowForm:
    """Put in front of every view that has a form, whether we or Wagtail's panels made it."""

    def get_form(self, *args: Any, **kwargs: Any) -> Form:
        form = super().get_form(*args, **kwargs)
        choices.narrow(form, self.request.user)
        return form


class OfficeList:
    """The list: what the person may see, links she may follow, and spreadsheets as an office opens them (choices in
    words, local times, « ; » between columns)."""

    viewset: "OfficeMixin"

    def _get_custom_column(self, field_name: str, column_class: type[Column] = Column, **kwargs: Any) -> Column:
        """A tick or a cross where Wagtail would print True and False."""
        field = next((one for one in self.model._meta.concrete_fields if one.name == field_name), None)
        if column_class is Column and isinstance(field, BooleanField):
            column_class = BooleanColumn
        return super()._get_custom_column(field_name, column_class, **kwargs)

    def get_base_queryset(self) -> "QuerySet[Any]":
        self.queryset = self.viewset.get_queryset(self.request)
        return super().get_base_queryset()

    @cached_property
    def filters(self) -> Any:
        found = super().filters
        if found is not None:
            choices.narrow(found.form, self.request.user)
        return found

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        shown = [row.pk for row in context["object_list"]]
        own = self.viewset.changeable(self.request.user)
        self.changeable_keys = set(own.filter(pk__in=shown).values_list("pk", flat=True))
        return context

    def get_edit_url(self, instance: Model) -> str | None:
        return super().get_edit_url(instance) if instance.pk in self.changeable_keys else None

    def get_delete_url(self, instance: Model) -> str | None:
        return super().get_delete_url(instance) if instance.pk in self.changeable_keys else None

    def to_row_dict(self, item: Model) -> dict[str, Any]:
        return {field: plain(item, field) for field in self.list_export}

    def write_csv_response(self, queryset: "QuerySet[Any]") -> StreamingHttpResponse:
        # Read here: a stream would be drawn after the middleware has forgotten who is looking.
        lines = list(self.stream_csv(queryset))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.get_filename()}.csv"'
        return response

    def stream_csv(self, queryset: "QuerySet[Any]") -> Iterator[str]:
        headings = [self.get_heading(queryset, field) for field in self.list_export]
        yield "\ufeff" + csv_line(headings)
        for item in queryset:
            yield csv_line([defused(value) for value in self.to_row_dict(item).values()])


class OfficeSheet:
    """The sheet of one row: ways to change it for those who may, its history, and a dash where nothing is known."""

    viewset: "OfficeMixin"

    @cached_property
    def changeable(self) -> bool:
        return self.viewset.may_change(self.request.user, self.object)

    def get_edit_url(self) -> str | None:
        return super().get_edit_url() if self.changeable else None

    def get_delete_url(self) -> str | None:
        return super().get_delete_url() if self.changeable else None

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        address = reverse(self.viewset.get_url_name("history"), args=(quote(self.object.pk),))
        return [*super().header_more_buttons, history_button(address)]

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return _("oui") if value else _("non")
        if isinstance(value, (list, tuple)):
            value = ", ".join(map(str, value))
        return "–" if value is None or value == "" else value


def plain(item: Model, field: str) -> Any:
    """The value of a dotted path as a person reads it: the label of a choice, yes or no, a local time."""
    *path, last = field.replace("__", ".").split(".")
    holder: Any = item
    for name in path:
        holder = getattr(holder, name, None)
    display = getattr(holder, f"get_{last}_display", None)
    value = display() if display else getattr(holder, last, None)
    value = value() if callable(value) else value
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return "" if value is None else value if isinstance(value, (int, float, datetime.date)) else str(value)


def csv_line(values: list[Any]) -> str:
    line = StringIO()
    csv.writer(line, delimiter=";").writerow([formats.localize(value, use_l10n=True) for value in values])
    return line.getvalue()


def defused(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula, made a text again."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


class OfficeMixin:
    """Closes what Wagtail leaves open: the list is what the person sees, each row is checked again by every view of
    it (edit, delete, history, usage, inspect, copy, revisions, locks, workflow, previews), exports read as French."""

    model: Any
    #: Actions that this screen offers at all: leave "add", "change", "delete" out where facts are only looked at.
    offered: tuple[str, ...] = ("add", "change", "delete", "view", "publish", "lock", "unlock")
    #: Relations that the list prints: fetched in the same query.
    list_select_related: tuple[str, ...] = ()
    inspect_view_enabled = True
    list_per_page = 50

    def visible(self, user: Any) -> "QuerySet[Any]":
        return scope.visible_to(user, self.model)

    def sees(self, user: Any, key: Any) -> bool:
        return self.row_for(user, key) is not None

    def row_for(self, user: Any, key: Any) -> Any:
        """The row of this key if ``user`` may see it, else None."""
        try:
            return self.visible(user).filter(pk=key).first()
        except (ValueError, OverflowError):
            return None

    def changeable(self, user: Any) -> "QuerySet[Any]":
        """Rows that ``user`` may write: one call to the room's ``access`` where it is less than what is seen."""
        return self.visible(user)

    def may_change(self, user: Any, row: Any) -> bool:
        return self.changeable(user).filter(pk=row.pk).exists()

    @property
    def permission_policy(self) -> OfficePolicy:
        return OfficePolicy(self)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """What the list and its exports hold."""
        return self.visible(request.user).select_related(*self.list_select_related)

    def construct_view(self, view_class: type, **kwargs: Any) -> Callable[..., HttpResponse]:
        parts: list[type] = [RowCheck]
        if issubclass(view_class, IndexView):
            parts.append(OfficeList)
        if issubclass(view_class, InspectView):
            parts.append(OfficeSheet)
        if issubclass(view_class, HistoryView):
            parts.append(AllowedEdit)
        if issubclass(view_class, HistoryView) and not issubclass(self.model, RevisionMixin):
            parts.append(JournalHistory)
        if hasattr(view_class, "get_form"):
            parts.append(NarrowForm)
        guarded = type(view_class.__name__, (*parts, view_class), {"viewset": self})
        return super().construct_view(guarded, **kwargs)


class OfficeViewSet(OfficeMixin, snippets.SnippetViewSet):
    """Office screens of a model with drafts, workflow or revisions. Registered with ``register_snippet``."""


class OfficeModelViewSet(OfficeMixin, ModelViewSet):
    """Office screens of a plain model. Registered through the ``register_admin_viewset`` hook."""

    #: Wagtail's « where is it used » is for pictures and documents: set it where a model's own text may show some. For
    #: rows that only point at other rows it cost a job and three queries at each saving.
    add_to_reference_index = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Where nothing is looked for, « cited 0 times » would be a lie: no screen leads there."""
        asked = {} if self.add_to_reference_index else {"usage_url_name": None}
        return super().get_common_view_kwargs(**asked | kwargs)

    def get_urlpatterns(self) -> list[Any]:
        found = super().get_urlpatterns()
        return found if self.add_to_reference_index else [one for one in found if one.name != "usage"]


def refuse_foreign_rows(request: HttpRequest, action: str, rows: Any, bulk: Any) -> None:
    """For the ``before_bulk_action`` hook: a bulk action writes only rows that each person may change."""
    viewset = getattr(bulk.model, "snippet_viewset", None)
    if not isinstance(viewset, OfficeMixin):
        return
    for row in rows:
        if not viewset.sees(request.user, row.pk) or not viewset.may_change(request.user, row):
            raise PermissionDenied(_("La sélection contient une fiche que vous ne pouvez pas modifier."))
