"""Hand-made files for the tests of reading and writing, one for each version of the standard."""

from __future__ import annotations

VERSION_0_1 = """\
publiccode-yaml-version: "http://w3id.org/publiccode/version/0.1"
name: Bürgerbüro
url: git@github.com:stadt/buergerbuero.git
release-date: 2018-04-15
tags: [content-management, video-conference, ocr]
softwareType: standalone
developmentStatus: stable
platforms: web, Linux
description:
  ita:
    genericName: Software
    shortDescription: Un programma
    freeTags: [anagrafe]
intendedAudience:
  onlyFor: [city]
  countries: [it]
legal:
  license: AGPL-3.0
maintenance:
  type: contract
  until: 2027-12-31
  contractors:
    - name: Muster GmbH
localisation:
  localisationReady: yes
  availableLanguages: [ita, eng]
it:
  spid: yes
  conforme:
    accessibile: yes
"""

VERSION_0_2 = """\
# Comments are not kept.
publiccodeYmlVersion: '0.2'
name: Medusa
applicationSuite: Suite
url: "https://example.com/medusa.git"
landingURL: "https://example.com/medusa"
isBasedOn: "https://example.com/otello.git"
softwareVersion: 1.10
releaseDate: '2017-04-15'
logo: img/logo.svg
monochromeLogo: img/logo-mono.svg
inputTypes:
  - text/plain
outputTypes: [text/html]
platforms:
  - android
  - ios
categories:
  - content-management
usedBy:
  - Stadt Musterstadt
roadmap: "https://example.com/roadmap"
developmentStatus: development
softwareType: "standalone/desktop"
intendedAudience:
  scope:
    - science-and-technology
  countries:
    - it
  unsupportedCountries:
    - us
description:
  en:
    localisedName: Medusa
    genericName: Text Editor
    shortDescription: >
      A text over
      two lines
    longDescription: |
      First paragraph: it has *marks*.

      - a point
    documentation: "https://docs.example.com"
    apiDocumentation: "https://api.example.com"
    features:
      - First
      - Second
    screenshots:
      - img/sshot1.jpg
    videos:
      - https://video.example.com/1
    awards:
      - 1st prize
legal:
  license: AGPL-3.0-or-later
  mainCopyrightOwner: City of Chicago
  repoOwner: City of Chicago
  authorsFile: AUTHORS.txt
maintenance:
  type: "contract"
  contractors:
    - name: "Muster GmbH"
      email: "info@example.com"
      website: "https://example.com"
      until: "2030-01-01"
  contacts:
    - name: Erika Muster
      email: "erika@example.com"
      affiliation: Stadt Musterstadt
      phone: +49 781 12345
localisation:
  localisationReady: no
  availableLanguages:
    - en
    - sl-IT-nedis
dependsOn:
  open:
    - name: MySQL
      versionMin: 1.1
      versionMax: "1.3"
      optional: yes
  proprietary:
    - name: Oracle
      version: "11.4"
  hardware:
    - name: NFC Reader
it:
  countryExtensionVersion: "0.2"
  conforme:
    lineeGuidaDesign: true
    gdpr: false
  piattaforme:
    - spid: true
  riuso:
    codiceIPA: c_h501
"""

VERSION_0_3 = """\
publiccodeYmlVersion: 0.3
name: Klassen
url: https://example.org/klassen
platforms: [web]
developmentStatus: concept
softwareType: standalone/web
description:
  sv:
    shortDescription: Kort
    features: []
legal: {license: CC0-1.0, repoOwner: null}
maintenance: {type: none}
localisation: {localisationReady: false, availableLanguages: [sv]}
sv:
  countryExtensionVersion: 1.0
  disFas1: false
"""

VERSION_0_4 = """\
publiccodeYmlVersion: "0.4"
name: Terminvergabe
url: https://example.org/termine
isBasedOn: [https://example.org/a, https://example.org/b]
platforms: [web]
categories: [appointment-scheduling]
developmentStatus: beta
softwareType: standalone/web
description:
  de:
    shortDescription: Termine vergeben
    features: [Termine]
legal:
  license: EUPL-1.2
maintenance:
  type: community
  contacts: [{name: Erika Muster}]
localisation:
  localisationReady: true
  availableLanguages: [de]
de:
  countryExtensionVersion: "1.0"
  leika:
    - themenfeld: "Bauen & Wohnen"
      lebenslage: "Wohnen & Umzug"
      ozg-id: 10110
      leika-id: "77000000000316"
    - leika-id: 00000000000317
"""

VERSION_0_5 = """\
publiccodeYmlVersion: 0.5.0
name: Katalog
url: https://example.org/katalog
platforms: [web]
organisation:
  uri: urn:x-italian-pa:c_f158
  name: Stadt Musterstadt
developmentStatus: beta
softwareType: standalone/other
intendedAudience: {countries: [DE, AT]}
description:
  en: {shortDescription: Catalogue, features: [api]}
legal: {license: MIT OR Apache-2.0}
maintenance: {type: internal, contacts: [{name: E. Muster, email: e@example.org}]}
localisation: {localisationReady: false, availableLanguages: [it-IT]}
IT: {countryExtensionVersion: "1.0", piattaforme: {io: false}}
"""

VERSION_0_7 = """\
publiccodeYmlVersion: "0.7"
name: Ratsinfo
url: https://example.org/rat
platforms: [web]
developmentStatus: stable
softwareType: standalone/web
fundedBy:
  - uri: https://example.org/land
    name: Land
supports:
  - id: alias:gdpr
  - id: https://example.org/law
description:
  de-AT:
    shortDescription: Rat
    features: [Sitzungen]
legal: {license: EUPL-1.2}
maintenance: {type: none}
localisation: {localisationReady: true, availableLanguages: [de]}
x-own:
  key: {a: null, b: 1.10, c: "no", d: no, e: [2021-01-01, ~]}
"""

VERSIONS = {
    "0.1": VERSION_0_1,
    "0.2": VERSION_0_2,
    "0.3": VERSION_0_3,
    "0.4": VERSION_0_4,
    "0.5.0": VERSION_0_5,
    "0.7": VERSION_0_7,
}
