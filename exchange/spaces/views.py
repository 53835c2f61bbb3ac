"""Letting a municipality join, in the editor."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from exchange.members.requests import MemberRequest
from exchange.spaces.forms import JoinForm
from exchange.spaces.services import join_municipality


def join(request: MemberRequest) -> HttpResponse:
    """Form in which editors name a municipality; afterwards its space, groups and collection are there."""
    if not request.user.is_editor:
        raise PermissionDenied
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        space = join_municipality(municipality=form.cleaned_data["municipality"], actor=request.user)
        messages.success(request, _("%(name)s takes part from now on.") % {"name": space.title})
        return redirect("wagtailadmin_explore", space.pk)
    return render(request, "spaces/editor/join.html", {"form": form})
