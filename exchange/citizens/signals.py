"""What others may listen to."""

from django.dispatch import Signal

# What the public reads under a page has changed. Sent inside the transaction, with ``page_id``.
questions_changed = Signal()
