"""Public forms that a machine could send without end: one page says so."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View

from belvedere.kit import limits


def limited(form: str, *, times: int = 1) -> Callable[[type[View]], type[View]]:
    """Decorates a view class: what is sent to it beyond ``kit.limits`` is answered 429, and nothing is done."""

    def guard(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not limits.allows(request, form, times=times):
                stopped = render(request, "429.html", status=429)
                stopped["Retry-After"] = str(limits.HOUR)
                return stopped
            return view(request, *args, **kwargs)

        return guarded

    decorate: Callable[[type[View]], type[View]] = method_decorator(guard, name="dispatch")
    return decorate
