"""What the forum tells the apps above it, always inside the transaction of the change.

``thread_opened``: thread. ``post_created``: post, mentioned (keys of the members it names); also for opening posts.
``posts_changed``: thread; a text changed, went or came from another thread. ``thread_merged``: old_id, thread.
``answer_accepted``: post, actor. ``thread_seen``: user, thread_id, last_post_id; outside of any transaction.
"""

from django.dispatch import Signal

thread_opened = Signal()
post_created = Signal()
posts_changed = Signal()
thread_merged = Signal()
answer_accepted = Signal()
thread_seen = Signal()
