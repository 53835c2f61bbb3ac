"""Sample accounts: one for each role that can sign in, and colleagues who never sign in."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group

from exchange.members.models import Membership, User
from exchange.members.roles import EDITORS_GROUP, Role
from exchange.municipalities.models import Municipality

KEHL, LAHR = "08317057", "08317065"

FIRST_NAMES = (
    "Anja", "Bernd", "Carmen", "Dieter", "Elke", "Frank", "Gabi", "Holger", "Ines", "Jörg", "Katrin", "Lothar",
    "Monika", "Norbert", "Petra", "Ralf", "Sabine", "Thomas", "Ute", "Volker",
)  # fmt: skip
LAST_NAMES = (
    "Armbruster", "Benz", "Decker", "Erb", "Feger", "Gieringer", "Huber", "Isenmann", "Jäger", "Kimmig", "Lehmann",
    "Müller", "Nock", "Obert", "Panter", "Roth", "Schmidt", "Trayer", "Vetter", "Wußler",
)  # fmt: skip
JOBS = ("Hauptamt", "IT und Organisation", "Bürgerbüro", "Kämmerei", "Ordnungsamt", "Digitalisierung")


@dataclass(frozen=True)
class Account:
    """A sample account that can sign in."""

    role: str
    email: str
    first_name: str
    last_name: str
    job_title: str
    membership: tuple[str, Role] | None = None
    editor: bool = False
    administrator: bool = False


ACCOUNTS = (
    Account("Autorin in Kehl", "autorin@kehl.example", "Miriam", "Schäfer", "Bürgerbüro", (KEHL, Role.AUTHOR)),
    Account(
        "Vertrauter Autor in Kehl", "vertraut@kehl.example", "Jens", "Walter", "Hauptamt", (KEHL, Role.TRUSTED_AUTHOR)
    ),
    Account(
        "Koordinatorin in Kehl",
        "koordination@kehl.example",
        "Heike",
        "Braun",
        "Digitallotsin",
        (KEHL, Role.COORDINATOR),
    ),
    Account("Kollege in Lahr", "kollege@lahr.example", "Stefan", "Ruf", "IT und Organisation", (LAHR, Role.AUTHOR)),
    Account("Redakteurin im Landkreis", "redaktion@ortenau.example", "Claudia", "Maier", "Redaktion", editor=True),
    Account("Administrator", "admin@interkommunal.example", "Tobias", "Frey", "Betrieb", administrator=True),
)


def make_accounts(password: str) -> None:
    """Make the accounts of ``ACCOUNTS`` with this password; the memberships need their municipalities."""
    for account in ACCOUNTS:
        user = User.objects.create_user(
            account.email,
            password,
            first_name=account.first_name,
            last_name=account.last_name,
            job_title=account.job_title,
            is_staff=account.administrator,
            is_superuser=account.administrator,
        )
        if account.editor:
            user.groups.add(Group.objects.get(name=EDITORS_GROUP))
        if account.membership is not None:
            ags, role = account.membership
            Membership.objects.create(user=user, municipality=Municipality.objects.get(ags=ags), role=role)


def make_colleague(municipality: Municipality, number: int) -> User:
    """Somebody who wrote the reports of a municipality; the account has no password and cannot sign in."""
    user = User.objects.create_user(
        f"digital@{municipality.slug}.example",
        first_name=FIRST_NAMES[number % len(FIRST_NAMES)],
        last_name=LAST_NAMES[(number * 7 + number // len(FIRST_NAMES)) % len(LAST_NAMES)],
        job_title=JOBS[number % len(JOBS)],
    )
    role = Role.COORDINATOR if number % 3 == 0 else Role.AUTHOR
    Membership.objects.create(user=user, municipality=municipality, role=role)
    return user
