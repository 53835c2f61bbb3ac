"""What apps above may listen to."""

from __future__ import annotations

from django.dispatch import Signal

# Sent once an import has changed the register and is committed. Imports write in bulk, so no post_save tells of it.
register_changed = Signal()
