"""The page of every form of the forum."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from exchange.discussions.listing import FORUM_URL
from exchange.discussions.models import ThreadPage
from exchange.pages.breadcrumb import trail


def form_page(
    request: HttpRequest,
    form: forms.Form,
    heading: str,
    submit_label: str,
    *,
    thread: ThreadPage | None = None,
    lead: str = "",
    cancel_url: str = "",
    **context: Any,
) -> HttpResponse:
    """A form with its heading and button; a form with a field ``text`` has the editor.

    With a ``thread`` the page stands below it, says its title where there is no ``lead``, and leads back to it. What
    more the template knows: ``draft`` (the name under which the browser keeps it), ``similar`` (what is
    there already appears below the title), ``page_obj``.
    """
    if form.errors:
        _ask_for_files_again(request, form)
    steps = [(_("Forum"), FORUM_URL), (heading, request.path)]
    if thread is not None:
        steps.insert(1, (thread.title, thread.list_url))
    shown = {
        "form": form,
        "heading": heading,
        "lead": lead or (thread.title if thread is not None else ""),
        "submit_label": submit_label,
        "cancel_url": cancel_url or (thread.list_url if thread is not None else FORUM_URL),
        "breadcrumb": trail(*steps),
        **context,
    }
    return render(request, "discussions/form_page.html", shown)


def _ask_for_files_again(request: HttpRequest, form: forms.Form) -> None:
    """A browser does not fill in files again: whoever has to mend something else must not lose them unnoticed."""
    names = ", ".join(file.name or "" for file in request.FILES.getlist("attachments"))
    if names and "attachments" not in form.errors:
        form.add_error("attachments", _("Please choose your files again: %(names)s") % {"names": names})
