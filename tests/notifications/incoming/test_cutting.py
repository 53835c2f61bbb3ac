"""What people have written is found in mails as their programs send them."""

from __future__ import annotations

import time

import pytest

from exchange.notifications.incoming import cutting
from exchange.notifications.incoming.addresses import reply_address
from exchange.notifications.incoming.cutting import own_text, reply_line

OWN = "Wir nutzen dafür das Formular von OpenR@thaus.\n\nDie Kasse ist angebunden."
QUOTE = "Guten Tag Hanna Helferin,\n\nAylin Autorin (Kehl) fragt:\nWer hat die Hundesteuer online?"
MARKED = "\n".join(f"> {line}".rstrip() for line in QUOTE.split("\n"))
SIGNATURE = "Mit freundlichen Grüßen\nHanna Helferin\n\nStadt Lahr | Hauptamt\nTel. 07821 910-0"

MAILS = {
    "Outlook, German": (
        f"{OWN}\n\n{SIGNATURE}\n\n________________________________\n"
        "Von: Interkommunal <austausch@example.org>\nGesendet: Montag, 23. November 2026 10:15\n"
        f"An: Helferin, Hanna <hanna.helferin@lahr.example>\nBetreff: Wer hat die Hundesteuer online?\n\n{QUOTE}"
    ),
    "Outlook, old": (
        f"{OWN}\n\n{SIGNATURE}\n\n-----Ursprüngliche Nachricht-----\n"
        "Von: Interkommunal [mailto:austausch@example.org]\n"
        f"Gesendet: Montag, 23. November 2026 10:15\nAn: Helferin, Hanna\nBetreff: Hundesteuer\n\n{QUOTE}"
    ),
    "Outlook, English": (
        f"{OWN}\n\nKind regards\nHanna\n\nFrom: Interkommunal <austausch@example.org>\n"
        f"Sent: Monday, November 23, 2026 10:15 AM\nTo: Helferin, Hanna\nSubject: Hundesteuer\n\n{QUOTE}"
    ),
    "Outlook on a phone": (
        f"{OWN}\n\nOutlook für iOS<https://aka.ms/o0ukef> beziehen\n________________________________\n"
        "Von: Interkommunal <austausch@example.org>\nGesendet: Montag, November 23, 2026 10:15:00 AM\n"
        f"An: Hanna Helferin\nBetreff: Hundesteuer\n\n{QUOTE}"
    ),
    "Apple Mail": (
        f"{OWN}\n\nViele Grüße\nHanna\n\n"
        f"> Am 23.11.2026 um 10:15 schrieb Interkommunal <austausch@example.org>:\n>\n{MARKED}"
    ),
    "iPhone": (
        f"{OWN}\n\nVon meinem iPhone gesendet\n\n"
        f"> Am 23.11.2026 um 10:15 schrieb Interkommunal <austausch@example.org>:\n>\n> {MARKED}"
    ),
    "iPhone, English": (
        f"{OWN}\n\nSent from my iPhone\n\n"
        f"> On 23. Nov 2026, at 10:15, Interkommunal <austausch@example.org> wrote:\n{MARKED}"
    ),
    "Gmail": (
        f"{OWN}\n\nAm Mo., 23. Nov. 2026 um 10:15 Uhr schrieb Interkommunal <\naustausch@example.org>:\n\n{MARKED}"
    ),
    "Gmail, English": (
        f"{OWN}\n\nOn Mon, Nov 23, 2026 at 10:15 AM Interkommunal <\naustausch@example.org> wrote:\n\n{MARKED}"
    ),
    "Thunderbird": (
        f"{OWN}\n\nAm 23.11.26 um 10:15 schrieb Interkommunal:\n{MARKED}\n\n-- \nHanna Helferin\nStadt Lahr, Hauptamt"
    ),
    "Thunderbird, below": (
        f"Am 23.11.26 um 10:15 schrieb Interkommunal:\n{MARKED}\n\n{OWN}\n\n-- \nHanna Helferin\nStadt Lahr, Hauptamt"
    ),
    "GMX": (
        f"{OWN}\n \n{SIGNATURE}\n \n\nGesendet: Montag, 23. November 2026 um 10:15 Uhr\n"
        'Von: "Interkommunal" <austausch@example.org>\nAn: hanna.helferin@lahr.example\n'
        f"Betreff: Hundesteuer\n{QUOTE}"
    ),
    "GMX on a phone": (
        f"{OWN}\n-- \nDiese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.\n"
        f"Am 23.11.26, 10:15 schrieb Interkommunal <austausch@example.org>:\n{MARKED}"
    ),
    "Samsung": (
        f"{OWN}\n\nVon meinem Galaxy gesendet\n\n-------- Ursprüngliche Nachricht --------\n"
        f"Von: Interkommunal <austausch@example.org>\nDatum: 23.11.26 10:15 (GMT+01:00)\nAn: Hanna\n"
        f"Betreff: Hundesteuer\n\n{QUOTE}"
    ),
    "GroupWise": f"{OWN}\n\nMfG\nHanna\n\n>>> Interkommunal <austausch@example.org> 23.11.2026 10:15 >>>\n{QUOTE}",
    "French": (
        f"{OWN}\n\nCordialement\nHanna\n\n"
        f"Le lun. 23 nov. 2026 à 10:15, Interkommunal <austausch@example.org> a écrit :\n\n{MARKED}"
    ),
    "quoted without a head": f"{MARKED}\n\n{OWN}",
    "nothing quoted": f"{OWN}\n\nVG Hanna",
    "only text": OWN,
}


@pytest.mark.parametrize("name", MAILS)
def test_own_text_of(name: str) -> None:
    assert own_text(MAILS[name]) == OWN
    assert own_text(MAILS[name].replace("\n", "\r\n").replace("\r\n", "\n")) == OWN


def test_answers_between_the_lines_keep_what_they_answer() -> None:
    text = (
        "Hallo Aylin, siehe unten.\n\nAm 23.11.26 um 10:15 schrieb Interkommunal:\n> Guten Tag,\n>\n"
        "> Welche Software nutzt ihr?\n\nOpenR@thaus.\n\n> Was hat es gekostet?\n\nNichts, es war im Vertrag.\n\n"
        "> Viele Grüße\n> Aylin\n\n-- \nHanna Helferin"
    )
    assert own_text(text) == (
        "Hallo Aylin, siehe unten.\n\n> Guten Tag,\n> Welche Software nutzt ihr?\n\nOpenR@thaus.\n\n"
        "> Was hat es gekostet?\n\nNichts, es war im Vertrag."
    )


def test_of_a_long_quote_only_the_end_is_kept() -> None:
    quote = "\n".join(f"> Zeile {number}" for number in range(30))
    own = own_text(f"Am 23.11.26 um 10:15 schrieb A:\n{quote}\nErstens.\n> Noch etwas?\nZweitens.")
    assert own.split("\n")[:2] == ["> …", "> Zeile 24"]
    assert own.endswith("Erstens.\n\n> Noch etwas?\n\nZweitens.")


def test_a_line_of_the_quote_that_lost_its_mark_is_not_posted() -> None:
    text = f"{OWN}\n\nAm 23.11.26 um 10:15 schrieb Anna:\n> eine lange Zeile, die\numgebrochen wurde\n> und weitergeht"
    assert own_text(text) == OWN


@pytest.mark.parametrize(
    "text",
    [
        "Danke für die Frage.\n\nThanks, das hilft uns weiter und wir melden uns, sobald die Kasse angebunden ist.",
        "Grüße aus dem Rathaus gehen bei uns über die Poststelle, und die hat seit März ein eigenes Formular dafür.",
        "Zwei Dinge:\n\n- das Formular\n- die Kasse\n\nBeides läuft.",
        "Hinweis: Das Formular kommt per E-Mail, Achtung: die E-Mail landet im Spam.\n\nDanach läuft es.",
        "Erstens.\n\n---\n\nZweitens.",
        "Von: der Kasse kommt das Geld.",
        "Mit freundlichen Grüßen endet bei uns jeder Bescheid.",
    ],
)
def test_nothing_of_an_answer_is_lost(text: str) -> None:
    assert own_text(text) == text


def test_a_mail_that_is_all_greeting_is_kept() -> None:
    assert own_text("Viele Grüße\nHanna") == "Viele Grüße\nHanna"


def test_what_stands_below_our_line_is_quoted_in_any_language() -> None:
    assert own_text(f"Tak for det.\n\nFra: Interkommunal\n{reply_line()}\n\n{QUOTE}").startswith("Tak for det.")
    assert QUOTE not in own_text(f"Tak for det.\n\nFra: Interkommunal\n{reply_line()}\n\n{QUOTE}")


@pytest.mark.parametrize("text", ["", "\n\n", MARKED, "-- \nHanna Helferin", f"Am 23.11.26 schrieb A:\n{MARKED}"])
def test_nothing_own_is_nothing(text: str) -> None:
    assert own_text(text) in ("", "--\nHanna Helferin")


def test_reply_addresses_stay_secret() -> None:
    address = reply_address(1, 2)
    assert own_text(f"Bitte an {address.upper()} schreiben.") == "Bitte an antwort@austausch.example.org schreiben."


@pytest.mark.parametrize(
    "piece", ["\n", "> \n", " ", "Am ", "On x wrote ", "Von: x\n", ">", "_\n", "-- \n", "Hinweis: mail "]
)
def test_a_hostile_text_takes_no_longer_than_it_may(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "CUT_SECONDS", 0.3)
    start = time.monotonic()
    assert own_text("x\n" + piece * (150_000 // len(piece)) + "\nx").startswith("x")
    assert time.monotonic() - start < 5
