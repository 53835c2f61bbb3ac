"""The words that the standard allows, and how else people write them.

Categories, scopes, states, types and aliases of laws: publiccodeyml/publiccode.yml, version 0.7.0, the lists
categories-list, scope-list and aliases-list and the chapter on the schema; CC0-1.0. Older words come from the same
repository: the tags of version 0.1 (docs/en/tags.rst) and the changes named in CHANGELOG.md. ``_OTHER_…`` has the old
word as the key; only what the texts of the standard make certain stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

CATEGORIES = tuple(
    """
    accounting agile-project-management applicant-tracking application-development appointment-scheduling backup
    billing-and-invoicing blog budgeting business-intelligence business-process-management cad call-center-management
    cloud-management collaboration communications compliance-management contact-management content-management crm
    customer-service-and-support data-analytics data-collection data-visualization design design-system
    digital-asset-management digital-citizenship document-management donor-management e-commerce e-signature
    educational-content email-management email-marketing employee-management enterprise-project-management
    enterprise-social-networking erp event-management facility-management feedback-and-reviews-management
    financial-reporting fleet-management fundraising gamification geographic-information-systems grant-management
    graphic-design help-desk hr ide identity-management instant-messaging integrated-library-system
    inventory-management it-asset-management it-development it-management it-security it-service-management
    knowledge-management learning-management-system marketing mind-mapping mobile-marketing mobile-payment
    network-management office online-booking online-community payment-gateway payroll predictive-analysis procurement
    productivity-suite project-collaboration project-management property-management real-estate-management
    regulations-and-directives remote-support resource-management sales-management seo service-desk
    social-media-management survey talent-management task-management taxes-management test-management time-management
    time-tracking translation video-conferencing video-editing visitor-management voip warehouse-management
    web-collaboration web-conferencing website-builder whistleblowing workflow-management other
    """.split()  # noqa: SIM905 - a list would be a page long
)
SCOPES = (
    "agriculture", "culture", "defence", "education", "emergency-services", "employment", "energy", "environment",
    "finance-and-economic-development", "foreign-affairs", "government", "healthcare", "infrastructures", "justice",
    "local-authorities", "manufacturing", "research", "science-and-technology", "security", "society", "sport",
    "tourism", "transportation", "welfare",
)  # fmt: skip
STATUSES = ("concept", "development", "beta", "stable", "obsolete")
SOFTWARE_TYPES = (
    "standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
    "standalone/other", "addon", "library", "configurationFiles",
)  # fmt: skip
MAINTENANCE_TYPES = ("internal", "contract", "community", "none")
PLATFORMS = ("web", "windows", "mac", "linux", "ios", "android")
LAW_ALIASES = ("gdpr", "eidas", "nis2", "cra", "spid", "cie", "anpr", "pagopa", "io")
VERSIONS = (
    "0", "0.1", "0.1.0", "0.2", "0.2.0", "0.2.1", "0.2.2", "0.3", "0.3.0", "0.4", "0.4.0", "0.5", "0.5.0", "0.7",
    "0.7.0",
)  # fmt: skip

# Another spelling of the same words, and tags of version 0.1 whose meaning a category has.
_OTHER_CATEGORIES = {
    "archiving": "backup",
    "chat": "instant-messaging",
    "cms": "content-management",
    "data-visualisation": "data-visualization",
    "email": "email-management",
    "engineering": "cad",
    "geographic-information-system": "geographic-information-systems",
    "gis": "geographic-information-systems",
    "helpdesk": "help-desk",
    "identity": "identity-management",
    "video-conference": "video-conferencing",
    "web-conference": "web-conferencing",
    "workflow": "workflow-management",
}
_OTHER_SCOPES = {
    "defense": "defence",
    "health-care": "healthcare",
    "infrastructure": "infrastructures",
    "local-authority": "local-authorities",
    "sports": "sport",
    "transport": "transportation",
}
# The standard explains “beta” with alpha versions, “stable” with production, “obsolete” with the archive.
_OTHER_STATUSES = {
    "alpha": "beta",
    "production": "stable",
    "archived": "obsolete",
    "unmaintained": "obsolete",
}
_OTHER_SOFTWARE_TYPES = {
    "standalone": "standalone/other",
    "softwareAddon": "addon",
    "mobile": "standalone/mobile",
    "iot": "standalone/iot",
    "desktop": "standalone/desktop",
    "web": "standalone/web",
    "backend": "standalone/backend",
}
_OTHER_PLATFORMS = {"macos": "mac", "osx": "mac", "mac-os-x": "mac", "win": "windows"}


def letters(word: str) -> str:
    """The word without case and without anything but letters and digits, to compare spellings."""
    return re.sub(r"[\W_]+", "", word.casefold())


def _spellings(words: Iterable[str], others: Mapping[str, str]) -> dict[str, str]:
    own = {letters(word): word for word in words}
    return own | {letters(other): word for other, word in others.items() if letters(other) not in own}


# From ``letters`` of a spelling to the word of the standard.
CATEGORY_SPELLINGS = _spellings(CATEGORIES, _OTHER_CATEGORIES)
SCOPE_SPELLINGS = _spellings(SCOPES, _OTHER_SCOPES)
STATUS_SPELLINGS = _spellings(STATUSES, _OTHER_STATUSES)
SOFTWARE_TYPE_SPELLINGS = _spellings(SOFTWARE_TYPES, _OTHER_SOFTWARE_TYPES)
MAINTENANCE_TYPE_SPELLINGS = _spellings(MAINTENANCE_TYPES, {})
PLATFORM_SPELLINGS = _spellings(PLATFORMS, _OTHER_PLATFORMS)
