"""What apps above may listen to."""

from __future__ import annotations

from django.dispatch import Signal

# Sent once an import has changed services and is committed, with ``service_ids``. Imports write in bulk, so no
# post_save tells of it.
services_changed = Signal()
