"""Models of the home app."""

from home.models.page import HomePage
from home.models.settings import ExchangeSettings

__all__ = ["ExchangeSettings", "HomePage"]
