"""Models of the forum."""

from exchange.discussions.models.post import Attachment, HelpfulVote, Post, PostRevision
from exchange.discussions.models.reading import ReadMark, ThreadAlias
from exchange.discussions.models.thread import ForumIndexPage, ThreadPage

__all__ = [
    "Attachment",
    "ForumIndexPage",
    "HelpfulVote",
    "Post",
    "PostRevision",
    "ReadMark",
    "ThreadAlias",
    "ThreadPage",
]
