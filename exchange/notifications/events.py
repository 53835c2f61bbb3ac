"""What happens, and who is told of it."""

from __future__ import annotations

from exchange.discussions.models import Post, ThreadPage
from exchange.notifications.audience import followers_of_page, followers_of_topics, topics_of
from exchange.notifications.enums import Event, Reason
from exchange.notifications.routing import routed
from exchange.notifications.telling import Candidate, Happening, tell
from exchange.pages.models import ExchangePage
from exchange.solutions.models import Adoption, SolutionPage


def tell_of_post(post_id: int, mentioned: list[int]) -> None:
    """Tell of a post that is still there: of a new thread if it opens one, otherwise of an answer."""
    post = Post.objects.shown().select_related("thread__solution").filter(pk=post_id, thread__live=True).first()
    if post is None:
        return
    named = [Candidate(user_id, Reason.MENTION) for user_id in mentioned]
    if post.is_opening:
        _tell_of_thread(post, named)
        return
    followers = [
        Candidate(each.user_id, Reason.OWN_THREAD if each.user_id == post.thread.owner_id else each.reason)
        for each in followers_of_page(post.thread_id, Reason.THREAD)
    ]
    happening = Happening(f"post:{post.pk}", Event.ANSWER, post.thread_id, post_id=post.pk)
    tell(happening, [*named, *followers], without=[post.author_id])


def _tell_of_thread(post: Post, named: list[Candidate]) -> None:
    thread: ThreadPage = post.thread
    topics = topics_of(thread, {thread.solution.pk: thread.solution.title} if thread.solution else {})
    followers = list(followers_of_topics(topics))
    asked: list[Candidate] = []
    if thread.is_question:
        told_anyway = {each.user_id for each in (*named, *followers)}
        asked = routed(thread, topics, told_anyway)
    happening = Happening(thread_key(thread.pk), Event.THREAD, thread.pk, post_id=post.pk)
    tell(happening, [*named, *asked, *followers], without=[post.author_id])


def tell_of_accepted_answer(post_id: int, actor_id: int) -> None:
    """Tell whoever wrote the answer, and those who follow the thread."""
    post = Post.objects.shown().filter(pk=post_id, accepted_in__live=True).first()
    if post is None:
        return
    own = [Candidate(post.author_id, Reason.OWN_POST)] if post.author_id else []
    happening = Happening(f"accepted:{post.pk}", Event.ACCEPTED, post.thread_id, post_id=post.pk)
    tell(happening, [*own, *followers_of_page(post.thread_id, Reason.THREAD)], without=[actor_id])


def tell_of_page(page_id: int, *, actor_id: int | None, first: bool, day: str) -> None:
    """Tell of a published report or solution.

    The first time those who follow what it is about, later those who follow the page itself, at most once a day.
    """
    page = ExchangePage.objects.live().contributions().not_type(ThreadPage).filter(pk=page_id).first()
    if page is None:
        return
    without = [actor_id, page.owner_id]
    if first:
        used = SolutionPage.objects.live().filter(uses__report=page_id).distinct().order_by()
        topics = topics_of(page, dict(used.values_list("pk", "title")))
        tell(Happening(page_key(page_id), Event.PAGE, page_id), followers_of_topics(topics), without=without)
    else:
        happening = Happening(f"update:{page_id}:{day}", Event.UPDATE, page_id)
        tell(happening, followers_of_page(page_id, Reason.FOLLOWED_PAGE), without=[actor_id])


def tell_of_adoption(adoption_id: int, actor_id: int) -> None:
    """Tell those who follow the solution that another municipality uses it."""
    adoption = Adoption.objects.declared().filter(pk=adoption_id).first()
    if adoption is None:
        return
    happening = Happening(f"adoption:{adoption.pk}", Event.ADOPTION, adoption.solution_id, adoption_id=adoption.pk)
    tell(happening, followers_of_page(adoption.solution_id, Reason.FOLLOWED_PAGE), without=[actor_id])


def thread_key(page_id: int) -> str:
    """The name of the event that a thread was opened."""
    return f"thread:{page_id}"


def page_key(page_id: int) -> str:
    """The name of the event that a page was published."""
    return f"page:{page_id}"
