"""Digests whose processes are killed at random moments: nobody gets a digest twice, nobody is left out."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from exchange.discussions.services import open_thread, post_reply
from exchange.members.models import Membership, User
from exchange.notifications.enums import MailState, SubscriptionKind
from exchange.notifications.models import Delivery, Subscription
from tests.conftest import Cast

MEMBERS = 200
KILLS = 6
SECONDS = 0.8  # within which each run is killed


def fill(cast: Cast, number: int) -> None:
    """So many members with two answers each that wait for their digest."""
    thread = open_thread(author=cast.author, title="Wer hat die Hundesteuer online?", html="<p>Wir nicht.</p>")
    people = [User(email=f"m{index}@kehl.example", first_name="M", last_name=str(index)) for index in range(number)]
    User.objects.bulk_create(people)
    place = cast.author.active_memberships[0].municipality_id
    Membership.objects.bulk_create([Membership(user=user, municipality_id=place) for user in people])
    Subscription.objects.bulk_create(
        [Subscription(user=user, kind=SubscriptionKind.PAGE, target_id=thread.pk) for user in people]
    )
    for _ in range(2):
        post_reply(thread=thread, author=cast.author, html="<p>Doch, seit gestern.</p>")


def database_for_others(folder: Path) -> str:
    """The address of the test database for other processes; of one in memory a copy in a file."""
    values = connection.settings_dict
    if connection.vendor == "postgresql":
        account, place = f"{values['USER']}:{values['PASSWORD']}", f"{values['HOST']}:{values['PORT'] or 5432}"
        return f"postgresql://{account}@{place}/{values['NAME']}"
    with closing(sqlite3.connect(folder / "copy.sqlite3")) as target:
        connection.connection.backup(target)
    return f"sqlite:///{folder / 'copy.sqlite3'}"


def mail_states(folder: Path) -> Counter[str]:
    """What has become of the mails in the database that the runs used."""
    if connection.vendor == "postgresql":
        return Counter(Delivery.objects.values_list("mail_state", flat=True))
    with closing(sqlite3.connect(folder / "copy.sqlite3")) as copy:
        return Counter(state for (state,) in copy.execute("SELECT mail_state FROM notifications_delivery"))


@pytest.mark.django_db(transaction=True)
def test_killed_runs_send_every_digest_once(cast: Cast, tmp_path: Path) -> None:
    """Only a mail that the server took in the very moment of a kill may come again, under the same Message-ID."""
    fill(cast, MEMBERS)
    taken = tmp_path / "taken"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "exchange.settings.test",
        "TEST_DATABASE_URL": database_for_others(tmp_path),
    }
    runs = subprocess.run(
        [sys.executable, "-m", "tests.notifications.killed_runs", str(taken), str(KILLS), str(SECONDS)],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        timeout=120,
    )
    killed = int(runs.stdout.split()[0])
    assert killed
    sent = [tuple(line.split(" ")) for line in taken.read_text().splitlines()]
    names, receivers = zip(*dict.fromkeys(sent), strict=True)
    wanted = {f"m{index}@kehl.example" for index in range(MEMBERS)}
    assert Counter(receivers) == dict.fromkeys(wanted, 1)
    assert len(set(names)) == len(names)
    assert len(sent) - len(names) <= killed
    assert mail_states(tmp_path) == {MailState.SENT: 2 * MEMBERS}
