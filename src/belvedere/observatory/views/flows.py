"""Who goes where: one page for everybody, with more zones for the partners who are given them; its files."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from belvedere.observatory import exports
from belvedere.observatory.forms.flows import asked
from belvedere.observatory.queries import flow_pages
from belvedere.shell.surfaces import PublicView

from .public import home_crumb
from .series import Download


class FlowsView(PublicView):
    title = _("Qui va où")
    description = _("D’où viennent les visiteurs, où ils vont et quand, avec la source et la méthode.")
    template_name = "observatory/public/flows.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        sources = flow_pages.sources_for(self.request.user, self.request.destination)
        found = flow_pages.look(self.request.user, sources, **asked(self.request.GET))
        return super().get_context_data(**{"look": found, "breadcrumb": [home_crumb()]} | context)


class FlowsCsvView(Download):
    name = "flux"

    def content(self) -> str | bytes:
        sources = flow_pages.sources_for(self.request.user, None)
        source = next((one for one in sources if one.pk == self.kwargs["pk"]), None)
        if source is None:
            raise Http404
        return self.written(source)

    def written(self, source: Any) -> str | bytes:
        user = self.request.user
        return exports.flows_as_csv(source, flow_pages.table_for(user, source), flow_pages.licence_for(user, source))


class FlowsParquetView(FlowsCsvView):
    suffix = "parquet"

    def written(self, source: Any) -> bytes:
        user = self.request.user
        licence = flow_pages.licence_for(user, source)
        return exports.flows_as_parquet(source, flow_pages.table_for(user, source), licence)
