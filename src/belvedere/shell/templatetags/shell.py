"""What the templates of every room use: islands, icons, menus, the brand's colours, addresses in other languages."""

import base64
import json
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from belvedere.shell import menus, palette

register = template.Library()
MENUS = {"public": menus.PUBLIC, "footer": menus.FOOTER, "pro": menus.PRO, "desk": menus.DESK, "figures": menus.FIGURES}


@register.simple_tag(takes_context=True)
def brand_colours(context: template.Context) -> SafeString:
    """The brand's tokens, inside the page's own ``<style>`` (allowed by its nonce)."""
    brand = context.get("brand")
    nonce = getattr(context.get("request"), "csp_nonce", "")
    # Every value has gone through palette.chosen: nothing but #rrggbb is printed.
    return format_html('<style nonce="{}">{}</style>', nonce, mark_safe(palette.css(brand.palette if brand else {})))  # noqa: S308


@register.simple_tag
def theme_colour(brand: Any, theme: str) -> str:
    themes = {"light": palette.light_theme, "dark": palette.dark_theme}
    return themes[theme](brand.palette if brand else {})["paper"]


@register.simple_tag
def logo(brand: Any) -> SafeString:
    """The brand's logo as an image, where no script of an SVG can run; nothing when it has none. One drawn in
    ``currentColor`` takes the colour of the text beside it."""
    if not brand or not brand.logo:
        return SafeString("")
    data = base64.b64encode(brand.logo.encode()).decode()
    if "currentColor" in brand.logo:
        return format_html('<span class="logo logo-ink" style="--logo:url(data:image/svg+xml;base64,{})"></span>', data)
    return format_html('<img class="logo" src="data:image/svg+xml;base64,{}" alt="" height="40">', data)


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("shell/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def menu(context: template.Context, name: str) -> list[menus.Link]:
    """Links of a menu: ``{% menu "public" as links %}``."""
    return MENUS[name].links(context["request"])


@register.simple_tag(takes_context=True)
def addresses(context: template.Context) -> dict[str, Any]:
    """This page's own address without its query, the same page in every language that the site offers, and whether
    this one is offered: a survey or a letter leads to others."""
    request: HttpRequest = context["request"]
    offered = [code for code, _name in context.get("public_languages", ())]
    languages = []
    for code in offered if request.resolver_match else ():
        try:
            url = _in_language(code, request.resolver_match)
        except NoReverseMatch:
            continue
        languages.append({"code": code, "name": OWN_NAMES[code], "url": url, "full": request.build_absolute_uri(url)})
    return {
        "canonical": request.build_absolute_uri(request.path),
        "languages": languages,
        "offered": translation.get_language() in offered,
    }


def _in_language(code: str, match: ResolverMatch) -> str:
    with translation.override(code):
        return reverse(match.view_name, args=match.args, kwargs=match.kwargs)


#: Each language calls itself by its own name.
OWN_NAMES = {"fr": "Français", "en": "English", "de": "Deutsch", "nl": "Nederlands", "es": "Español", "it": "Italiano"}


@register.simple_block_tag
def island(content: str, name: str, **props: Any) -> SafeString:
    """``{% island "map" points=url %}…{% endisland %}``: an element that holds what the server has drawn and that a
    script, where there is one, draws over. Its properties are plain JSON."""
    return format_html(
        '<bv-{name} data-island="{name}" data-props="{props}">{content}</bv-{name}>',
        name=name,
        props=json.dumps(props, default=str),
        content=content,
    )


@register.inclusion_tag("shell/parts/field.html")
def field(bound: Any) -> dict[str, Any]:
    """A form field with its label, help and errors tied to it for those who listen."""
    described = [f"{bound.auto_id}_help"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
        bound.field.widget.attrs["aria-invalid"] = "true"
    if described:
        bound.field.widget.attrs["aria-describedby"] = " ".join(described)
    return {"field": bound, "checkbox": getattr(bound.field.widget, "input_type", "") == "checkbox"}
