"""Models of notifications."""

from exchange.notifications.models.incoming import ReceivedMail, RefusalMail

__all__ = ["ReceivedMail", "RefusalMail"]
