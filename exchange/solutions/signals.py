"""What the wiki of solutions tells the apps above it, always inside the transaction of the change.

``adoption_declared``: adoption, actor; a municipality says that it uses a solution, for the first time or again after
it had withdrawn that.
"""

from django.dispatch import Signal

adoption_declared = Signal()
