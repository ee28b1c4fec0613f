"""Whatever two colours a brand brings, what is written can be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.shell import palette

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
GROUNDS = ("paper", "surface", "sunken", "brand-tint")
AA = 4.5


@pytest.mark.parametrize("theme", [palette.light_theme, palette.dark_theme])
@given(primary=COLOURS, accent=COLOURS)
@settings(max_examples=60, deadline=None)
def test_every_text_reaches_aa_on_every_ground(theme, primary, accent):
    colours = theme({"primary": primary, "accent": accent})
    for text in ("ink", "brand-ink", "accent-ink"):
        for ground in GROUNDS:
            assert palette.contrast(colours[text], colours[ground]) >= AA, (text, ground, colours)
    for ground in ("paper", "surface", "sunken"):
        assert palette.contrast(colours["muted"], colours[ground]) >= AA
        assert palette.contrast(colours["edge"], colours[ground]) >= 3
    for text, ground in (("on-brand", "brand"), ("on-accent", "accent"), ("on-deep", "deep")):
        assert palette.contrast(colours[text], colours[ground]) >= AA


@given(COLOURS)
def test_oklch_and_back_is_the_same_colour(colour):
    back = palette.from_oklch(*palette.to_oklch(colour))
    assert all(abs(int(colour[i : i + 2], 16) - int(back[i : i + 2], 16)) <= 1 for i in (1, 3, 5))


def test_contrast_is_wcag_s():
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("wrong", ["red", "#fff", "#12345g", "};body{display:none", ""])
def test_what_is_not_a_colour_never_reaches_the_page(wrong):
    assert palette.css({"primary": wrong, "accent": wrong}) == palette.css({})
