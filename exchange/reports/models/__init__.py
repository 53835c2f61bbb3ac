"""Models of the reports app."""

from exchange.reports.models.details import ReportAttachment, SoftwareUse
from exchange.reports.models.report import ReportPage

__all__ = ["ReportAttachment", "ReportPage", "SoftwareUse"]
