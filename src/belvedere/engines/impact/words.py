"""French numbers and dates for the sentences of the engine."""

import math

import numpy as np

FIXED = "\u00a0"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def percent(share: float, *, signed: bool = False) -> str:
    """0.083 → « 8,3 % »; one decimal under 20 %, none above."""
    value = 100 * share
    digits = 1 if abs(value) < 19.95 else 0
    text = f"{abs(value):.{digits}f}".replace(".", ",").removesuffix(",0")
    return f"{_sign(value, text, signed)}{text}{FIXED}%"


def whole(value: float, *, signed: bool = False) -> str:
    """12345.6 → « 12 346 »."""
    text = f"{abs(value):,.0f}".replace(",", FIXED)
    return f"{_sign(value, text, signed)}{text}"


def day(date: np.datetime64) -> str:
    """2024-07-01 → « 1er juillet 2024 »."""
    year, month, number = (int(part) for part in str(date.astype("datetime64[D]")).split("-"))
    return f"{'1er' if number == 1 else number}{FIXED}{MONTHS[month - 1]}{FIXED}{year}"


def _sign(value: float, text: str, signed: bool) -> str:
    if math.isclose(float(text.replace(",", ".").replace(FIXED, "")), 0.0):
        return ""
    if value < 0:
        return "−"
    return "+" if signed else ""
