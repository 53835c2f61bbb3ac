"""Requests of people who have signed in."""

from django.http import HttpRequest

from exchange.members.models import User


class MemberRequest(HttpRequest):
    """A request behind the sign-in, for the types only: there the user is always an account."""

    user: User
