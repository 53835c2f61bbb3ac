"""What the editor shows of pages that are not published: to those alone who may work on them.

Wagtail guards the writing, but its dialogues and some of its views show any page to everybody who has an account in the
editor. Here a page that is not open to a person does not exist for them, whatever the view.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.permissions import page_permission_policy

from exchange.pages.models import ExchangePage

NAMESPACE_OF_REPORTS = "wagtailadmin_reports"
CHOSEN_MULTIPLE = "wagtailadmin_choose_page_chosen_multiple"
# How Wagtail's addresses name the pages that they are about.
PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
PAGE_RIGHTS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")


def open_to(user: Any, pages: Any) -> Any:
    """Those of the pages that this person may see in the editor: published ones and those they may work on."""
    own = page_permission_policy.instances_user_has_any_permission_for(user, PAGE_RIGHTS)
    return pages.filter(Q(live=True) | Q(pk__in=own.order_by().values("pk")))


class EditorAccessMiddleware:
    """404 in the editor for pages that are not open to a person, 403 for accounts that have no place in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing before the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Ask for every page that the address names."""
        match = request.resolver_match
        user: Any = request.user if request.path_info.startswith("/admin/") else None
        if match is None or user is None or user.is_anonymous:
            return
        # Wagtail would send them to the sign-in, which sends people who are signed in back again, and so on.
        if not user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        chosen = request.GET.getlist("id") if match.url_name == CHOSEN_MULTIPLE else []
        if not all(re.fullmatch("[0-9]{1,18}", key) for key in chosen):
            raise Http404
        if user.is_editor:
            return
        if NAMESPACE_OF_REPORTS in match.namespaces:
            raise Http404
        keys = {kwargs[name] for name in PAGE_ARGUMENTS if name in kwargs} | {int(key) for key in chosen}
        if keys and open_to(user, ExchangePage.objects.filter(pk__in=keys)).count() < len(keys):
            raise Http404
