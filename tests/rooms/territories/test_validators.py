import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from belvedere.shell import palette as colours
from belvedere.territories.validators import check_palette, clean_logo, readings

HEXES = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def svg(inside, attributes=""):
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {spaces} {attributes}>{inside}</svg>"


@pytest.mark.parametrize(
    ("source", "gone"),
    [
        (svg("<script>alert(1)</script>"), "script"),
        (svg("<g><script>alert(1)</script></g>"), "alert"),
        (svg('<path d="M0" onclick="x()"/>'), "onclick"),
        (svg("", 'onload="x()"'), "onload"),
        (svg('<image href="https://ailleurs.exemple/x.png"/>'), "ailleurs"),
        (svg('<use xlink:href="https://ailleurs.exemple/x.svg#a"/>'), "ailleurs"),
        (svg('<rect fill="url(https://ailleurs.exemple/#a)"/>'), "ailleurs"),
        (svg('<rect fill="url( //ailleurs.exemple/#a )"/>'), "ailleurs"),
        (svg('<rect style="background:url(//ailleurs.exemple)"/>'), "style"),
        (svg("<style>@import '//ailleurs.exemple';</style>"), "ailleurs"),
        (svg('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'), "body"),
        (svg('<a href="javascript:x()"><path d="M0"/></a>'), "javascript"),
        (svg('<set attributeName="onload" to="x()"/>'), "onload"),
    ],
)
def test_nothing_runs_and_nothing_is_fetched(source, gone):
    assert gone not in clean_logo(source)


def test_a_drawing_stays_whole():
    source = svg(
        '<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<g transform="scale(2)"><path d="M0 0L1 1" fill="url(#a)"/><text x="1">Salers</text></g>',
        'viewBox="0 0 10 10"',
    )
    cleaned = clean_logo(source)
    for kept in ('viewBox="0 0 10 10"', 'fill="url(#a)"', 'd="M0 0L1 1"', "Salers", 'stop-color="#fff"', "scale(2)"):
        assert kept in cleaned
    assert clean_logo(cleaned) == cleaned


@pytest.mark.parametrize(
    "source",
    [
        "<p>pas un dessin</p>",
        "<svg>sans espace de noms</svg>",
        "<svg",
        '<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("&a;"),
        svg("<desc>" + "a" * 200_000 + "</desc>"),
    ],
)
def test_what_is_no_drawing_is_refused(source):
    with pytest.raises(ValidationError):
        clean_logo(source)


def test_a_drawing_cut_short_is_told_where():
    with pytest.raises(ValidationError, match="ligne 2, colonne 4"):
        clean_logo("<svg>\n<g><")


def test_no_logo_is_no_logo():
    assert clean_logo("  ") == ""


def test_a_light_colour_is_warned_of_with_its_ratio():
    found = readings({"primary": "#ffe08a"})
    assert not found[0].enough
    assert "contraste 1,3, il en faut 4,5" in found[0].sentence
    assert all(reading.enough for reading in readings({"primary": "#1f5a54", "accent": "#8a4b00"})[:3])


@given(primary=HEXES, accent=HEXES)
def test_whatever_the_brand_the_page_can_be_read(primary, accent):
    palette = {"primary": primary, "accent": accent}
    check_palette(palette)
    for theme in (colours.light_theme(palette), colours.dark_theme(palette)):
        for ink, ground in (("ink", "paper"), ("brand-ink", "paper"), ("on-brand", "brand"), ("on-accent", "accent")):
            assert colours.contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)
