"""Cockpit and dashboards: server time a request, against the same page reckoned by pandas.

Runs on a filled installation (``BELVEDERE_HOME``; ``./belvedere demo --no-serve`` makes one). Ours is the whole
request through Django's test client (middleware, rights, page), warm and cold; the peer reads the same figures from
their files with pandas, without rights, secrecy nor page, and compares each month, season and week with the year
before. Goals: the page under 300 ms, a change of filter under 150 ms at the 95th percentile.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belvedere.config.settings.dev")


def timed(act):
    """Wall and CPU milliseconds of one call."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def peer(month):
    """What a script would do: every file read, the current value of each period, each sum beside the year before."""
    import pandas as pd
    from django.conf import settings

    files = Path(settings.FACTS).glob("series/*/[DM].parquet")
    for file in files:
        rows = pd.read_parquet(file).sort_values(["series", "period", "provisional", "delivered"])
        rows = rows.drop_duplicates(["series", "period"], keep="last")
        table = rows.pivot(index="period", columns="series", values="value")
        table.index = pd.to_datetime(table.index)
        if file.stem == "M":
            day = pd.Timestamp(month)
            for span in (1, 6):
                sums = table.rolling(span).sum()
                ratio = sums / sums.shift(12)
                (ratio.loc[:day].std(), ratio.loc[day] if day in ratio.index else None)
        else:
            sums = table.rolling(7).sum()
            ratio = sums / sums.shift(364)
            (ratio.std(), ratio.iloc[-1])


def line(name, times, goal):
    wall, cpu = sorted(one[0] for one in times), [one[1] for one in times]
    p95 = wall[min(len(wall) - 1, round(0.95 * len(wall)))]
    print(f"{name:<44} {statistics.median(wall):>9.0f} {p95:>9.0f} {statistics.median(cpu):>9.0f}   {goal}")


def main():
    # long: one measure after another, once Django is set up
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=30, help="requests of each kind (30)")
    parser.add_argument("--email", default="auvergne@demo.example", help="whose cockpit")
    options = parser.parse_args()
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import OperationalError
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    from belvedere.cockpit import access
    from belvedere.cockpit.models import Dashboard
    from belvedere.cockpit.queries import kept, readings
    from belvedere.observatory.models import Series

    try:
        account = get_user_model().objects.filter(email=options.email).first()
    except OperationalError:
        account = None
    if account is None:
        print(f"Pas de compte {options.email} ici : lancez d’abord « ./belvedere demo --no-serve ».", file=sys.stderr)
        return 2
    client = Client()
    client.force_login(account)
    chosen = access.steered_by(account).filter(parent=None).first() or access.steered_by(account).first()
    told = readings.told_series(chosen, Series.everything.all())
    months, where = [f"{day:%Y-%m}" for day in readings.months_known(told)], chosen.pk
    if not months:
        print("Aucun chiffre mensuel dans cette installation.", file=sys.stderr)
        return 2
    client.get("/bureau/pilotage/")

    def ask(rank):
        query = {"destination": where, "mois": months[rank % len(months)]}
        assert client.get("/bureau/pilotage/", query).status_code == 200

    def cold():
        kept._points.cache_clear()
        ask(0)

    print(f"{'':<44} {'médiane':>9} {'p95':>9} {'CPU':>9}   but (ms)")
    line("cockpit, rien de gardé", [timed(cold) for _ in range(max(3, options.rounds // 5))], "< 300")
    line("cockpit, changement de mois", [timed(lambda k=k: ask(k)) for k in range(options.rounds)], "p95 < 150")
    for board in Dashboard.everything.filter(sharing="public", destination=where).order_by("rank", "pk"):
        url = f"/observatoire/tableaux/{board.slug}/"
        client.get(url)
        line(
            f"tableau public « {board.title} »", [timed(lambda u=url: client.get(u)) for _ in range(options.rounds)], ""
        )
    peer(f"{months[0]}-01")
    rounds = [timed(lambda k=k: peer(f"{months[k % len(months)]}-01")) for k in range(options.rounds)]
    line("pair : pandas, sans droits, secret ni page", rounds, "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
