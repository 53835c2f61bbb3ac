"""Models of the notifications."""

from exchange.notifications.models.delivery import Delivery
from exchange.notifications.models.incoming import ReceivedMail, RefusalMail
from exchange.notifications.models.preferences import Preferences
from exchange.notifications.models.subscription import Subscription

__all__ = ["Delivery", "Preferences", "ReceivedMail", "RefusalMail", "Subscription"]
