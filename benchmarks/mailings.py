"""Preparing a mailing for a whole file: our batches beside the straightforward loop, person by person.

    .venv/bin/python benchmarks/mailings.py [--people 100000] [--loop 2000]

Both write the same rows for the same persons: present, with an address, consenting, not suspended. The loop asks each
person's consent and suspension and saves one row at a time, in one transaction; it is measured on ``--loop`` persons
and its time for all of them is that, in proportion. A base of its own is made in a temporary folder.
"""

import argparse
import os
import sys
import tempfile
import time
import uuid
from pathlib import Path

GOAL = 120.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--loop", type=int, default=2_000, help="persons that the loop is measured on")
    options = parser.parse_args()
    root = Path(__file__).resolve().parents[1]
    sys.path[:0] = [str(root / "src"), str(root)]
    with tempfile.TemporaryDirectory(prefix="belvedere-bench-") as home:
        os.environ |= {"BELVEDERE_HOME": home, "DJANGO_SETTINGS_MODULE": "belvedere.config.settings.base"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        mailing = file_of(options.people)
        ours = timed(lambda: prepare(mailing))
        written = rows_of(mailing)
        for_loop = file_of(options.loop)
        loop = timed(lambda: one_by_one(for_loop))
        assert rows_of(for_loop) == options.loop * 9 // 10
        print_table(options, ours, loop, written)
    return 0


def file_of(count: int):
    """A mailing to a file of so many persons, nine in ten of whom consent."""
    from django.utils import timezone

    from belvedere.contacts.models import Consent, Person
    from tests.factories.mailings import MailingFactory

    now, mailing = timezone.now(), MailingFactory(status="preparing")
    given = {"destination": mailing.destination, "source": "site", "created_at": now, "updated_at": now}
    people = Person.everything.bulk_create(
        (Person(email=f"p{mailing.pk}-{n}@exemple.fr", last_own_act_at=now, **given) for n in range(count)),
        batch_size=1000,
    )
    Consent.everything.bulk_create(
        (
            Consent(person=one, purpose="news", channel="mail", given=True, proof="double", reference="essai", at=now)
            for rank, one in enumerate(people)
            if rank % 10
        ),
        batch_size=1000,
    )
    return mailing


def prepare(mailing) -> None:
    from django.utils import timezone

    from belvedere.contacts.actions import mailings

    mailings.prepare_mailing(mailing=mailing, now=timezone.now())


def one_by_one(mailing) -> None:
    from django.db import transaction
    from django.utils import timezone

    from belvedere.contacts.models import Consent, Person, Sending, Suspension
    from belvedere.contacts.queries.addresses import fingerprint

    now, standing = timezone.now(), {"purpose": "news", "channel": "mail", "in_force": True, "given": True}
    with transaction.atomic():
        for person in Person.everything.filter(destination=mailing.destination, merged_into=None, erased_at=None):
            key = fingerprint(person.email)
            if not Consent.everything.filter(person=person, **standing).exists():
                continue
            if Suspension.everything.filter(address_key=key).exists():
                continue
            Sending.everything.get_or_create(
                mailing=mailing,
                person=person,
                defaults={
                    "letter": mailing.letter, "destination": mailing.destination, "language": "fr", "address_key": key,
                    "identifier": uuid.uuid4().hex, "not_before": now, "expires_at": now,
                },
            )  # fmt: skip


def rows_of(mailing) -> int:
    from belvedere.contacts.models import Sending

    return Sending.everything.filter(mailing=mailing).count()


def timed(work) -> tuple[float, float]:
    """Seconds on the wall, and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def print_table(options, ours, loop, written) -> None:
    scale = options.people / options.loop
    print(f"{'':34}{'wall s':>10}{'cpu s':>10}")
    print(f"{f'ours, {options.people} persons':34}{ours[0]:10.2f}{ours[1]:10.2f}")
    print(f"{f'loop, {options.loop} persons':34}{loop[0]:10.2f}{loop[1]:10.2f}")
    print(f"{f'loop, in proportion to {options.people}':34}{loop[0] * scale:10.2f}{loop[1] * scale:10.2f}")
    print(f"{'ratio (loop / ours)':34}{loop[0] * scale / ours[0]:10.1f}{loop[1] * scale / ours[1]:10.1f}")
    print(f"{written} letters ready; goal for 100000: under {GOAL:.0f} s on the wall")


if __name__ == "__main__":
    sys.exit(main())
