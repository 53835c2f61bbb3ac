"""Notices what goes wrong in a browser page: foreign requests, refused sources, errors in scripts and answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

REPORT_VIOLATIONS = """
    addEventListener("securitypolicyviolation", event => console.error(
        `refused by ${event.violatedDirective}: ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`));
"""


@dataclass
class Watch:
    """What goes wrong in this browser page and its frames from now on, in words."""

    page: Page
    origin: str
    # A page that is not there is answered with an error on purpose.
    expected_status: int = 200
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.add_init_script(REPORT_VIOLATIONS)
        self.page.on("request", self._on_request)
        self.page.on("requestfailed", self._on_failure)
        self.page.on("response", self._on_response)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"error in a script: {error}"))

    def assert_nothing_wrong(self, name: str) -> None:
        """Fail with all that was noticed."""
        assert not self.problems, f"{name} ({self.page.url}):\n" + "\n".join(self.problems)

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.problems.append(f"fetched from elsewhere: {request.url}")

    def _on_failure(self, request: Request) -> None:
        # A page that one leaves gives up what it was still fetching.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"not loaded: {request.url} ({request.failure})")

    def _on_response(self, response: Response) -> None:
        expected = self.expected_status if response.request.is_navigation_request() else 200
        if response.status >= 400 and response.status != expected:
            self.problems.append(f"answered {response.status}: {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        about_the_page_itself = self.expected_status >= 400 and str(self.expected_status) in message.text
        if message.type == "error" and not about_the_page_itself:
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")
