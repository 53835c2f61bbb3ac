"""The lists of threads: newest activity, unanswered, one's own; by tag, service, solution, municipality and kind."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from exchange.discussions.enums import ThreadKind
from exchange.discussions.models import ThreadPage
from exchange.discussions.models.thread import ThreadQuerySet
from exchange.discussions.reading import with_unread
from exchange.municipalities.models import Municipality
from exchange.ozg.models import Service
from exchange.pages.models import ExchangePage, Tag, TaggedPage, tags_on
from exchange.solutions.models import SolutionPage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The page tree is the same on every site, see home.setup.
FORUM_URL = "/austausch/"
PAGE_SIZE = 20
PINNED = 3
# Further lists for members, which apps above add when they are ready: title, and which threads, by name in the address.
MEMBER_VIEWS: dict[str, tuple[StrOrPromise, Callable[[ThreadQuerySet, Any], ThreadQuerySet]]] = {}


@dataclass(frozen=True)
class _Filter:
    """A chosen filter of the list, with what to call it and the condition on threads."""

    name: str
    value: str
    label: str
    condition: Q


class ThreadPaginator(Paginator[Any]):
    """Pages of keys, which the index of activity has; what rows show is read for one page alone."""

    def __init__(self, threads: ThreadQuerySet) -> None:
        super().__init__(threads.newest_activity().values_list("pk", flat=True), PAGE_SIZE)

    @cached_property
    def count(self) -> int:
        """How many threads there are."""
        return int(self.object_list.order_by().count())  # type: ignore[attr-defined]


def thread_list(request: HttpRequest) -> dict[str, Any]:
    """What the page of the forum shows; whatever is wrong in the address counts as not given."""
    user: Any = request.user
    filters = _filters(request.GET, user)
    visible = ThreadPage.objects.visible_to(user)
    for each in filters:
        visible = visible.filter(each.condition)
    view = _view(request)
    page = ThreadPaginator(_threads_of_view(visible, view, user)).get_page(request.GET.get("page"))
    keys = list(page.object_list)
    with_pinned = not filters and not view and page.number == 1
    rows = thread_rows(visible, keys, user, with_pinned=with_pinned)
    return {
        "page_obj": page,
        "threads": [rows[key] for key in keys if key in rows],
        "pinned": [row for row in rows.values() if row.is_pinned][:PINNED] if with_pinned else [],
        "tabs": _tabs(request, view),
        "active_filters": [
            {"label": each.label, "remove_url": _address(request.GET, without=each.name)} for each in filters
        ],
        "kinds": _kinds(request),
        "view": view,
        "may_write": getattr(user, "is_member", False),
    }


def thread_rows(
    visible: ThreadQuerySet, keys: Collection[int], user: Any, *, with_pinned: bool = False
) -> dict[int, ThreadPage]:
    """What rows of a list show of these threads, latest activity first, in two queries.

    For members each has ``unread``: how many posts of others they have not seen.
    """
    wanted = Q(pk__in=keys) | Q(is_pinned=True) if with_pinned else Q(pk__in=keys)
    threads = with_unread(visible.filter(wanted).distinct(), user).newest_activity()
    tags = Prefetch("tagged_items", TaggedPage.objects.select_related("tag"))
    return {thread.pk: thread for thread in threads.select_related("municipality").prefetch_related(tags)}


def _views(user: Any) -> dict[str, tuple[str, Callable[[ThreadQuerySet, Any], ThreadQuerySet]]]:
    """The lists by their names in the address: title, and which threads."""
    views = {
        "": (_("Newest activity"), lambda threads, _user: threads),
        "unbeantwortet": (_("Unanswered"), lambda threads, _user: threads.unanswered()),
    }
    if getattr(user, "is_member", False):
        views["meine"] = (_("Mine"), lambda threads, user: threads.with_posts_of(user.pk))
        views |= {name: (str(title), narrow) for name, (title, narrow) in MEMBER_VIEWS.items()}
    return views


def _view(request: HttpRequest) -> str:
    wanted = request.GET.get("ansicht", "")
    return wanted if wanted in _views(request.user) else ""


def _threads_of_view(visible: ThreadQuerySet, view: str, user: Any) -> ThreadQuerySet:
    _title, narrow = _views(user)[view]
    return narrow(visible, user)


def _tabs(request: HttpRequest, view: str) -> list[dict[str, Any]]:
    return [
        {"title": title, "url": _address(request.GET, ansicht=name), "current": name == view}
        for name, (title, _narrow) in _views(request.user).items()
    ]


def _kinds(request: HttpRequest) -> list[dict[str, Any]]:
    """Links to the threads of one kind, where none is chosen."""
    if request.GET.get("art") in ThreadKind.values:
        return []
    return [{"title": kind.label, "url": _address(request.GET, art=kind.value)} for kind in ThreadKind]


def _address(parameters: QueryDict, without: str = "", **changed: str) -> str:
    """The address of the list with other parameters, from its first page on."""
    rest = parameters.copy()
    for name in ("page", without):
        rest.pop(name, None)
    for name, value in changed.items():
        rest.pop(name, None)
        if value:
            rest[name] = value
    return f"{FORUM_URL}?{rest.urlencode()}" if rest else FORUM_URL


def _filters(parameters: QueryDict, user: Any) -> list[_Filter]:
    """The filters of the address that name something this person may know of; one short query for each."""
    is_member = getattr(user, "is_member", False)
    tags = Tag.objects.all() if is_member else tags_on(ExchangePage.objects.contributions().visible_to(user))
    found = []
    kind = parameters.get("art", "")
    if kind in ThreadKind.values:
        found.append(_Filter("art", kind, str(ThreadKind(kind).label), Q(thread_kind=kind)))
    known: tuple[tuple[str, QuerySet[Any], str, str], ...] = (
        ("schlagwort", tags, "name", "tagged_items__tag"),
        ("leistung", Service.objects.all(), "name", "service_links__service"),
        ("kommune", Municipality.objects.all(), "name", "municipality"),
        ("loesung", SolutionPage.objects.visible_to(user), "title", "solution"),
    )
    for name, rows, column, condition in known:
        slug = parameters.get(name, "")
        if not slug or "\0" in slug:
            continue
        row = rows.filter(slug=slug).values_list("pk", column).first()
        if row is not None:
            found.append(_Filter(name, slug, str(row[1]), Q(**{condition: row[0]})))
    return found


def threads_about(condition: Q, user: Any, number: int = 5) -> dict[str, Any]:
    """The threads for the page of a service, solution or municipality: the latest of them, and how many there are."""
    visible = ThreadPage.objects.visible_to(user).filter(condition)
    keys = list(visible.newest_activity().values_list("pk", flat=True)[:number])
    return {
        "threads": list(thread_rows(visible, keys, user).values()) if keys else [],
        "all": visible.count() if len(keys) == number else len(keys),
    }
