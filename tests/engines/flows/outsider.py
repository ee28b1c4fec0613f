"""An attacker who holds published tables alone: what they show are sums of counts nobody shows, bounded by programs.

He knows how counts add up (days make months, provenances make a total, zones make all of them), not the engine.
"""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

Cell = tuple[str, str, str, str, str]  # month, kind, zone, part, day


class Outsider:
    """`look` at as many tables as one likes, the later versions of a month under another `version` of its counts."""

    def __init__(self, roots: tuple[str, ...]) -> None:
        self.roots = roots
        self.atoms: dict[tuple, int] = {}
        self.rows: list[dict[int, float]] = []
        self.right: list[float] = []

    def atom(self, *name) -> dict[int, float]:
        return {self.atoms.setdefault(name, len(self.atoms)): 1.0}

    def equals(self, combination: dict[int, float], value: float) -> None:
        self.rows.append(combination)
        self.right.append(value)

    def look(self, table: list[dict], version_of) -> None:
        """`version_of(cell)`: which version of the count this table shows."""
        cells = {
            (str(row["month"]), row["kind"], row["zone"], row["part"], str(row["day"] or "")): row["volume"]
            for row in table
        }
        for cell, value in cells.items():
            name = self.atom(*cell, version_of(cell))
            if value is not None:
                self.equals(name, value)
            for parts in self.parts_of(cell, cells):
                sums = dict(name)
                for part in parts:
                    for k in self.atom(*part, version_of(part)):
                        sums[k] = sums.get(k, 0.0) - 1.0
                self.equals(sums, 0.0)

    def parts_of(self, cell: Cell, cells) -> list[list[Cell]]:
        month, kind, zone, part, day = cell
        out = []
        if kind in ("day", "month") and part == "all":
            out.append([(month, kind, zone, side, day) for side in ("residents", "non_residents")])
        if kind == "month" and part in ("all", "residents", "non_residents"):
            out.append([one for one in cells if one[:4] == (month, "day", zone, part)])
        if kind == "month" and part == "residents":
            provenances = [(month, "month", zone, one, "") for one in ("LOCAL", "NONLOCAL")]
            out.append([one for one in provenances if one in cells])
        for whole, detail in (("NONLOCAL", "departement"), ("non_residents", "pays")):
            if kind == "month" and part == whole:
                out.append([one for one in cells if one[:3] == (month, detail, zone)])
        if zone == "":
            everywhere = [(month, kind, root, part, day) for root in self.roots]
            out.append([one for one in everywhere if one in cells])
        return [parts for parts in out if parts and all(one in cells for one in parts)]

    def found(self, hidden: list[tuple]) -> list[tuple]:
        """Hidden counts, among those given as (*cell, version), of which only one whole number is left."""
        lines = [(k, place, sign) for k, row in enumerate(self.rows) for place, sign in row.items()]
        k, place, sign = (np.array(column) for column in zip(*lines, strict=True))
        matrix = csr_array((sign, (k, place)), shape=(len(self.rows), len(self.atoms)))
        out = []
        for name in hidden:
            goal = np.zeros(len(self.atoms))
            goal[self.atoms[name]] = 1.0
            low, high = (linprog(one * goal, A_eq=matrix, b_eq=self.right, bounds=(0, 1e9)) for one in (1, -1))
            assert low.status == high.status == 0
            if np.floor(-high.fun + 1e-6) - np.ceil(low.fun - 1e-6) < 1:
                out.append(name)
        return out
