"""Text and files are read out of mails as programs and their faults make them."""

from __future__ import annotations

import base64
import quopri
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.notifications.incoming.cutting import own_text
from exchange.notifications.incoming.decoding import addresses, header
from exchange.notifications.incoming.limits import MAX_PARTS
from exchange.notifications.incoming.message import UnreadableError, files_of, parse, text_of

UMLAUTS = "Größe, Straße und „Anführung“ – 5 €"


def mail(body: bytes, *lines: str) -> bytes:
    """A mail out of its header lines and its body."""
    head = ["From: a@lahr.example", "Subject: AW: Hundesteuer", "MIME-Version: 1.0", *lines]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "utf-8"), ("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("utf-16", "utf-16")],
)
@pytest.mark.parametrize("transfer", ["base64", "quoted-printable", "8bit"])
def test_charsets_and_transfer_encodings(charset: str, encoding: str, transfer: str) -> None:
    content = UMLAUTS.encode(encoding)
    if transfer == "base64":
        content = base64.encodebytes(content)
    elif transfer == "quoted-printable":
        content = quopri.encodestring(content)
    elif encoding == "utf-16":
        return
    data = mail(content, f"Content-Type: text/plain; charset={charset}", f"Content-Transfer-Encoding: {transfer}")
    assert text_of(parse(data)) == UMLAUTS


@pytest.mark.parametrize(
    "charset", ["", "unknown-8bit", "us-ascii", "utf-8", "x-mac-ö", "zip", "punycode", "\x00", "utf-7"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_wrong_charset_is_seen_through(charset: str, encoding: str) -> None:
    data = mail(UMLAUTS.encode(encoding), f"Content-Type: text/plain; charset={charset}")
    assert text_of(parse(data)) == UMLAUTS


def test_broken_base64_is_read_as_far_as_it_goes() -> None:
    content = base64.b64encode(b"Wir haben sie online.")[:-3] + b"$$$"
    text = text_of(parse(mail(content, "Content-Type: text/plain", "Content-Transfer-Encoding: base64")))
    assert "\x00" not in text


def test_flowed_lines_are_one_paragraph() -> None:
    body = b"Das ist ein \r\nlanger Absatz.\r\nNeue Zeile.\r\n\r\n> Zitat \r\n> geht weiter\r\n-- \r\nHanna"
    text = text_of(parse(mail(body, "Content-Type: text/plain; format=flowed")))
    assert text == "Das ist ein langer Absatz.\nNeue Zeile.\n\n> Zitat \n> geht weiter\n-- \nHanna"


def test_headers_are_decoded_and_never_fail() -> None:
    data = mail(
        b"",
        "X-A: =?iso-8859-1?Q?Gr=FC=DFe?= =?utf-8?B?w5Y=?=",
        "X-B: =?utf-8?B?w?=",
        "X-C: =?nonsense?Q?=FC?=",
        "X-D: ü",
    )
    message = parse(data)
    assert header(message, "X-A") == "GrüßeÖ"
    assert header(message, "X-C") == "ü"
    assert header(message, "X-D") == "ü"
    assert header(message, "X-B")
    assert header(message, "X-None") == ""


def test_an_encoded_name_does_not_become_an_address() -> None:
    message = parse(b"From: =?utf-8?Q?opfer=40kehl=2Eexample=2C?= <a@lahr.example>\r\n\r\n")
    assert addresses(message, "From") == ["a@lahr.example"]


def test_plain_text_is_taken_before_html() -> None:
    message = EmailMessage()
    message.set_content("Nur Text")
    message.add_alternative("<p>Mit <b>HTML</b></p>", subtype="html")
    assert text_of(parse(message.as_bytes())) == "Nur Text"


def test_html_is_taken_where_there_is_no_text() -> None:
    message = EmailMessage()
    message.set_content("  \n")
    message.add_alternative("<p>Mit <b>HTML</b></p>", subtype="html")
    assert text_of(parse(message.as_bytes())) == "Mit HTML"


HTML_MAILS = {
    "Outlook": (
        '<html xmlns:o="urn:x"><head><style><!-- p.MsoNormal {margin:0} --></style></head><body>'
        '<div class="WordSection1">'
        '<p class="MsoNormal">Wir haben sie\nonline.<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        '<p class="MsoNormal">Kosten: keine.</p><p class="MsoNormal">Mit freundlichen Grüßen</p><p>Hanna Helferin</p>'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt">'
        '<p class="MsoNormal"><b>Von:</b> Interkommunal<br>'
        "<b>Gesendet:</b> Montag, 23. November 2026 10:15<br><b>An:</b> Hanna<br><b>Betreff:</b> Hundesteuer</p></div>"
        "</div><p>Wer hat die Hundesteuer online?</p></div></body></html>"
    ),
    "Outlook on the web": (
        "<div>Wir haben sie online.</div><div><br></div><div>Kosten: keine.</div>"
        '<div id="Signature"><p>Hanna Helferin<br>Stadt Lahr</p></div><div id="appendonsend"></div>'
        '<hr><div id="divRplyFwdMsg"><font><b>Von:</b> Interkommunal<br></font></div><div>Wer hat sie?</div>'
    ),
    "Gmail": (
        '<div dir="ltr">Wir haben sie online.<div><br></div><div>Kosten: keine.</div><br clear="all">'
        '<div class="gmail_signature">--<br>Hanna</div></div><br><div class="gmail_quote gmail_quote_container">'
        '<div dir="ltr" class="gmail_attr">Am Mo., 23. Nov. 2026 um 10:15 Uhr schrieb Interkommunal:<br></div>'
        '<blockquote class="gmail_quote"><div>Wer hat die Hundesteuer online?</div></blockquote></div>'
    ),
    "Apple Mail": (
        "<html><body>Wir haben sie online.<div><br></div><div>Kosten: keine.<br><div><br><blockquote type=cite>"
        "<div>Am 23.11.2026 um 10:15 schrieb Interkommunal:</div><br><div>Wer hat sie?<blockquote>tiefer</blockquote>"
        "</div></blockquote></div></div></body></html>"
    ),
    "Thunderbird": (
        "<p>Wir haben sie online.</p><p>Kosten: keine.</p><div class=moz-signature>-- <br>Hanna</div>"
        '<div class="moz-cite-prefix">Am 23.11.26 um 10:15 schrieb Interkommunal:<br></div>'
        '<blockquote type="cite"><p>Wer hat sie?</p></blockquote>'
    ),
    "unclosed": "<body><p>Wir haben sie online.<p>Kosten: keine.<blockquote>Wer hat sie?",
}


@pytest.mark.parametrize("name", HTML_MAILS)
def test_own_text_of_html(name: str) -> None:
    data = mail(HTML_MAILS[name].encode(), "Content-Type: text/html; charset=utf-8")
    assert own_text(text_of(parse(data))) == "Wir haben sie online.\n\nKosten: keine."


def test_html_keeps_lists_and_hides_what_nobody_sees() -> None:
    html = (
        "<!-- c --><title>t</title><script>s</script><ul><li>Formular</li><li>Kasse &amp; Co.</li></ul><style>x</style>"
    )
    text = text_of(parse(mail(html.encode(), "Content-Type: text/html")))
    assert [line for line in text.split("\n") if line] == ["- Formular", "- Kasse & Co."]


def test_files_are_named_safely() -> None:
    message = EmailMessage()
    message.set_content("Text")
    for name in ("../../etc/Größe.pdf", "C:\\Temp\\a.pdf", "..", "a\u202efdp.exe", "ohne"):
        message.add_attachment(b"x", maintype="application", subtype="pdf", filename=name)
    message.add_attachment(b"x", maintype="application", subtype="pdf")
    names = [file.name for file in files_of(parse(message.as_bytes()))]
    assert names == ["Größe.pdf", "a.pdf", "anhang.pdf", "afdp.exe", "ohne", "anhang.pdf"]


def test_an_attached_text_is_a_file_and_an_attached_mail_is_one_part() -> None:
    inner = EmailMessage()
    inner["Subject"] = "innen"
    inner.set_content("Geheimer Text")
    message = EmailMessage()
    message.set_content("Eigener Text")
    message.add_attachment("Liste", filename="liste.txt")
    message.add_attachment(inner)
    parsed = parse(message.as_bytes())
    assert text_of(parsed) == "Eigener Text"
    assert [file.name for file in files_of(parsed)] == ["liste.txt", "anhang.eml"]


def test_signatures_of_mails_are_no_files() -> None:
    data = mail(
        b"--x\r\nContent-Type: text/plain\r\n\r\nText\r\n--x\r\nContent-Type: application/pkcs7-signature;"
        b' name="smime.p7s"\r\n\r\nabc\r\n--x--\r\n',
        "Content-Type: multipart/signed; boundary=x",
    )
    assert list(files_of(parse(data))) == []
    assert text_of(parse(data)) == "Text"


@pytest.mark.parametrize("depth", [MAX_PARTS, 5_000])
def test_too_many_parts_are_not_parsed(depth: int) -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number) for number in range(depth)
    )
    flat = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n\r\n" * depth
    inner = b"Content-Type: message/rfc822\r\n\r\n" * depth
    for data in (nested, flat, inner):
        with pytest.raises(UnreadableError):
            parse(data)


LINES = st.sampled_from(
    [
        b"Content-Type: multipart/mixed; boundary=x",
        b"Content-Type: multipart/alternative; boundary*=utf-8''x",
        b"Content-Type: text/html; charset=\xff",
        b"Content-Type: text/plain; charset*0=ut; charset*1=f-8; format=flowed",
        b"Content-Type: message/rfc822",
        b"Content-Disposition: attachment; filename*=utf-8'de'%ff%00.pdf",
        b"Content-Transfer-Encoding: base64",
        b"Content-Transfer-Encoding: uuencode",
        b"Content-Transfer-Encoding: quoted-printable",
        b'From: =?utf-8?B?//8=?= <a@b.de>, "x',
        b"--x",
        b"--x--",
        b"<blockquote><!--<![CDATA[<p",
        b"> Am 1.1. schrieb x:",
        b"-- ",
        b"",
        b"",
    ]
)
MAIL_LIKE = st.lists(st.one_of(LINES, st.binary(max_size=40)), max_size=40).map(b"\r\n".join)


@settings(deadline=None)
@given(data=st.one_of(st.binary(max_size=500), MAIL_LIKE))
def test_any_bytes_are_read(data: bytes) -> None:
    message = parse(data)
    text = own_text(text_of(message))
    text.encode()
    assert "\x00" not in text
    for name in ("From", "Subject", "Content-Type", "Message-ID"):
        header(message, name).encode()
    assert all(name.encode() for name in addresses(message, "From", "To"))
    for file in files_of(message):
        assert file.name.encode()
