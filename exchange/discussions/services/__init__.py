"""Writing in the forum. Everything goes through these services: they check who may, and keep the counters right."""

from exchange.discussions.services.deciding import NotAnAnswerError, accept_answer, mark_helpful
from exchange.discussions.services.moderating import (
    close_thread,
    mark_duplicate,
    merge_threads,
    move_posts,
    pin_thread,
    split_thread,
)
from exchange.discussions.services.opening import ExposureError, change_thread, open_thread
from exchange.discussions.services.posting import (
    ClosedError,
    ConflictError,
    edit_post,
    post_reply,
    remove_post,
    restore_post,
)

__all__ = [
    "ClosedError",
    "ConflictError",
    "ExposureError",
    "NotAnAnswerError",
    "accept_answer",
    "change_thread",
    "close_thread",
    "edit_post",
    "mark_duplicate",
    "mark_helpful",
    "merge_threads",
    "move_posts",
    "open_thread",
    "pin_thread",
    "post_reply",
    "remove_post",
    "restore_post",
    "split_thread",
]
