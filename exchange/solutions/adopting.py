"""Declaring, changing and withdrawing that a municipality uses a solution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from exchange import page_cache
from exchange.members.models import User
from exchange.municipalities.models import Municipality
from exchange.solutions.models import Adoption, AdoptionChange, CoupledSoftware, SolutionPage
from exchange.solutions.signals import adoption_declared

FIELDS = ("state", "version", "since", "operated_by", "use_case", "contact_role", "contact_mail")


@transaction.atomic
def adopt(
    *,
    municipality: Municipality,
    solution: SolutionPage,
    actor: User,
    values: Mapping[str, Any],
    coupled: Sequence[Mapping[str, Any]] = (),
) -> Adoption:
    """Declare the use of a solution, or change what was declared.

    ``values`` has the FIELDS, ``coupled`` name, worked and note of each specialist software that was connected.

    Members declare for their own municipality, editors for each (PermissionDenied otherwise). What was withdrawn is
    declared again. Every change is kept in the history.
    """
    _check(actor, municipality)
    values = {name: values[name] for name in FIELDS}
    is_new = not Adoption.objects.declared().filter(municipality=municipality, solution=solution).exists()
    adoption, _created = Adoption.objects.select_for_update().update_or_create(
        municipality=municipality,
        solution=solution,
        defaults={**values, "withdrawn_on": None, "changed_at": timezone.now()},
    )
    adoption.coupled.all().delete()
    CoupledSoftware.objects.bulk_create(CoupledSoftware(adoption=adoption, **each) for each in coupled)
    _note(adoption, actor)
    if is_new:
        adoption_declared.send(Adoption, adoption=adoption, actor=actor)
    return adoption


@transaction.atomic
def withdraw(*, adoption: Adoption, actor: User) -> None:
    """Take a declaration back; it stays in the history. PermissionDenied for members of other municipalities."""
    _check(actor, adoption.municipality)
    adoption.withdrawn_on = timezone.localdate()
    adoption.changed_at = timezone.now()
    adoption.save(update_fields=["withdrawn_on", "changed_at"])
    _note(adoption, actor)


def _check(actor: User, municipality: Municipality) -> None:
    if not (actor.is_editor or any(each.municipality_id == municipality.pk for each in actor.active_memberships)):
        raise PermissionDenied


def _note(adoption: Adoption, actor: User) -> None:
    AdoptionChange.objects.create(
        adoption=adoption,
        by=actor,
        state=adoption.state,
        version=adoption.version,
        use_case=adoption.use_case,
        withdrawn=adoption.withdrawn_on is not None,
    )
    page_cache.forget_all()
