"""Accounts and membership."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from exchange.members.roles import EDITORS_GROUP, Role


class UserManager(BaseUserManager["User"]):
    """Makes accounts that sign in by e-mail."""

    def _make(self, email: str, password: str | None, **fields: Any) -> User:
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new account; without a password it cannot sign in until one is set."""
        return self._make(email, password, **fields)

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new administrator."""
        return self._make(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> User:
        """The account with this address, whatever its case; User.DoesNotExist where there is none.

        PostgreSQL takes „ı“ for another spelling of „i“. Then one account would have many names, and the counting of
        wrong passwords a hole.
        """
        user = self.get(email__iexact=username)
        if user.email.lower() != str(username).lower():
            raise User.DoesNotExist
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in: staff of a municipality, the county's editors, administrators."""

    email = models.EmailField(_("E-mail"), unique=True, error_messages={"unique": _("This address is in use already.")})
    first_name = models.CharField(_("First name"), max_length=150)
    last_name = models.CharField(_("Last name"), max_length=150)
    job_title = models.CharField(
        _("Function"), max_length=150, blank=True, help_text=_("For example: Hauptamt, IT, Bürgerbüro")
    )
    is_staff = models.BooleanField(_("Administration"), default=False)
    is_active = models.BooleanField(
        _("Active"), default=True, help_text=_("An inactive account cannot sign in; its contributions stay.")
    )
    date_joined = models.DateTimeField(_("Registered on"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ("last_name", "first_name")
        constraints = (
            # Sign-in ignores case, so two addresses that differ only in case must not exist.
            models.UniqueConstraint(
                Lower("email"),
                name="members_user_email_any_case",
                violation_error_message=_("This address is in use already."),
            ),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """First name."""
        return self.first_name

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        return f"{self.first_name[:1]}{self.last_name[:1]}".upper() or self.email[:1].upper()

    @cached_property
    def active_memberships(self) -> list[Membership]:
        """Memberships from the oldest on; one query for each request, without the municipalities."""
        return sorted(self.memberships.all(), key=lambda membership: (membership.since, membership.pk))

    @cached_property
    def is_editor(self) -> bool:
        """Whether this person is one of the county's editors or an administrator."""
        return self.is_active and (self.is_superuser or self.groups.filter(name=EDITORS_GROUP).exists())

    @property
    def is_member(self) -> bool:
        """Whether this person may see what is for members only."""
        return self.is_active and (self.is_superuser or bool(self.active_memberships) or self.is_editor)

    def has_role(self, municipality_id: int | None, *roles: Role) -> bool:
        """Whether this person has one of the roles in the municipality."""
        return self.is_active and any(
            membership.municipality_id == municipality_id and membership.role in roles
            for membership in self.active_memberships
        )


class Membership(models.Model):
    """A person's role in a municipality. Saving or deleting one gives or takes the rights (see receivers)."""

    user = models.ForeignKey(User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(
        "municipalities.Municipality",
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.AUTHOR)
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "municipality"],
                name="members_membership_one_role",
                violation_error_message=_("This person is a member of this municipality already."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="members_membership_known_role"),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.municipality} ({self.get_role_display()})"
