"""The favourites notebook: kept by a cookie that is set the day something is kept, shared by a link."""

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from belvedere.catalogue.queries import public
from belvedere.site import actions, queries

from .base import NOTEBOOK_COOKIE, SitePage, local_now, notebook_token

A_YEAR = 365 * 24 * 3600


class NotebookView(SitePage):
    """My notebook, or with ``shared`` somebody else's, to read only."""

    template_name = "site/notebook.html"
    indexed = False

    def get_title(self) -> str:
        return _("Un carnet partagé") if "shared" in self.kwargs else _("Mon carnet")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        shared = self.kwargs.get("shared", "")
        notebook = queries.shared_notebook(shared) if shared else queries.own_notebook(notebook_token(self.request))
        if shared and notebook is None:
            raise Http404
        ids = queries.kept_ids(notebook=notebook) if notebook else []
        link = reverse("site:shared_notebook", args=[notebook.shared]) if notebook else ""
        page = {
            "cards": public.cards(ids, language=self.language, now=self.now),
            "own": not shared,
            "share_url": self.request.build_absolute_uri(link) if link else "",
        }
        return super().get_context_data(**page | context)


# No CSRF token: it would put a cookie on every public page. A browser says where a request comes from, and a request
# from elsewhere is refused; nothing more than a list of favourites is at stake.
@method_decorator(csrf_exempt, name="dispatch")
class KeepView(View):
    """Puts an offer in the notebook, or with ``drop`` takes it out."""

    drop = False
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not from_our_pages(request):
            return HttpResponseForbidden()
        token = notebook_token(request)
        if self.drop:
            actions.drop_offer(token=token, offer_id=pk, now=local_now())
            return self.answer(request, token)
        if not public.cards([pk], language="fr", now=local_now()):
            raise Http404
        try:
            notebook = actions.keep_offer(token=token, offer_id=pk, now=local_now())
        except actions.NotebookFull as full:
            return JsonResponse({"message": str(full)}, status=409)
        response = self.answer(request, notebook.token)
        response.set_cookie(
            NOTEBOOK_COOKIE, notebook.token, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
        return response

    def answer(self, request: HttpRequest, token: str) -> HttpResponse:
        """A script gets the count; a form goes back to the page it was on."""
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"count": len(queries.kept_ids(token=token))})
        back = request.headers.get("Referer", "")
        safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        return HttpResponseRedirect(back if safe else reverse("site:notebook"))


def from_our_pages(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()
