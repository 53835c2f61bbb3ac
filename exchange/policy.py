"""The content policy: strict in public, relaxed only where Wagtail's editor needs it."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

EDITOR_PREFIX = "/admin/"

# Wagtail's page editor writes inline scripts and styles. The sources replace the strict ones as a whole,
# since a nonce beside 'unsafe-inline' would cancel it.
EDITOR_SOURCES: dict[str, Any] = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
}


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware with the relaxed sources on addresses of the editor alone."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Parts of the policy for this answer; see django-csp for their meaning."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(EDITOR_PREFIX):
            parts.replace = EDITOR_SOURCES
        return parts
