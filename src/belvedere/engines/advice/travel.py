"""Travel minutes between the stops of a trip, in whole ticks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .types import Trip, TripError

EARTH_KM = 6371.0088


def ticks_per_minute(trip: Trip) -> int:
    """The published instances count in their own decimals; everything else in millionths of a minute."""
    return 1_000_000 if trip.decimals is None else int(10**trip.decimals)


def travel_ticks(trip: Trip) -> NDArray[np.int64]:
    """Square matrix in ticks. Rounded up, so that no arrival is promised too early; truncated if `decimals` says so."""
    scale = ticks_per_minute(trip)
    if trip.travel == "euclidean":
        x, y = _coordinates(trip)
        minutes = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    elif trip.travel == "line":
        lon, lat = _coordinates(trip)
        minutes = line_minutes(lon[:, None], lat[:, None], lon[None, :], lat[None, :], trip.speed_kmh, trip.detour)
    else:
        minutes = _given(trip)
    if trip.decimals is not None:
        return np.floor(minutes * scale + 1e-9).astype(np.int64)
    return np.ceil(minutes * scale - 1e-3).astype(np.int64)


def line_minutes(
    lon_a: NDArray[np.float64] | float,
    lat_a: NDArray[np.float64] | float,
    lon_b: NDArray[np.float64] | float,
    lat_b: NDArray[np.float64] | float,
    speed_kmh: float,
    detour: float,
) -> NDArray[np.float64]:
    """Minutes along the great circle (degrees in), lengthened by `detour`, at a constant speed."""
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half = np.sin((phi_b - phi_a) / 2) ** 2
    half = half + np.cos(phi_a) * np.cos(phi_b) * np.sin(np.radians(np.subtract(lon_b, lon_a)) / 2) ** 2
    kilometres = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return np.asarray(kilometres * detour * (60.0 / speed_kmh), dtype=np.float64)


def _coordinates(trip: Trip) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    for place, stop in enumerate(trip.stops):
        if stop.x is None or stop.y is None:
            raise TripError(
                f"stops[{place}].x", f"l’étape {stop.id} n’a pas de coordonnées «\u00a0x\u00a0», «\u00a0y\u00a0»"
            )
    x = np.array([stop.x for stop in trip.stops], dtype=np.float64)
    y = np.array([stop.y for stop in trip.stops], dtype=np.float64)
    return x, y


def _given(trip: Trip) -> NDArray[np.float64]:
    minutes = np.array(trip.travel, dtype=np.float64)
    expected = (len(trip.stops), len(trip.stops))
    if minutes.shape != expected:
        raise TripError("travel", f"la matrice doit avoir {expected[0]} lignes de {expected[1]} durées")
    if not np.isfinite(minutes).all() or (minutes < 0).any():
        row, column = np.argwhere(~np.isfinite(minutes) | (minutes < 0))[0]
        raise TripError(f"travel[{row}][{column}]", "une durée de trajet est un nombre positif ou nul")
    return minutes
