"""„Ansprechperson fragen“: who may, what is sent, and how often."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from exchange.members.models import User
from exchange.solutions.adopting import adopt, withdraw
from exchange.solutions.asking import MAX_A_DAY, ask_contact
from exchange.solutions.models import Adoption, Inquiry
from tests.conftest import Cast
from tests.factories import adoption_values, make_solution

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
ADDRESS = "digitales@lahr.example"


@pytest.fixture
def adoption(cast: Cast) -> Adoption:
    """Lahr runs Zammad."""
    return adopt(
        municipality=cast.other.memberships.get().municipality,
        solution=make_solution(title="Zammad", slug="zammad"),
        actor=cast.other,
        values=adoption_values(contact_mail=ADDRESS),
    )


def form_of(adoption: Adoption) -> str:
    """Address of the form."""
    return reverse("solutions:ask", args=["zammad", adoption.municipality.slug])


def test_a_question_reaches_the_contact(
    adoption: Adoption, author: User, browser_of: Browser, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    """Once, however often the button is pressed. The answer goes to whoever asks; the text is not kept."""
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            answer = browser_of(author).post(form_of(adoption), {"text": "Wie lange dauerte die Schulung?"})
        assert answer.status_code == 302
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to) == ([ADDRESS], [author.email])
    assert sent.subject == "Frage zu Zammad"
    for text in ("Wie lange dauerte die Schulung?", "Aylin Autorin", "Kehl", "/loesungen/zammad/"):
        assert text in sent.body
    assert Inquiry.objects.get().sender == author


def test_whom_it_is_for(adoption: Adoption, cast: Cast, browser_of: Browser) -> None:
    """Members; outsiders get 404, visitors the sign-in, and nobody but members reads the address."""
    for name, user in cast.everybody.items():
        expected = {"visitor": 302, "outsider": 404}.get(name, 200)
        assert browser_of(user).get(form_of(adoption)).status_code == expected, name
    assert ADDRESS not in browser_of(None).get("/loesungen/zammad/").content.decode()
    with pytest.raises(PermissionDenied):
        ask_contact(adoption=adoption, sender=cast.outsider, text="Darf ich?")


def test_the_number_is_limited(adoption: Adoption, author: User, browser_of: Browser) -> None:
    """Ten a day; the next one is told so and what was typed stays."""
    Inquiry.objects.bulk_create(Inquiry(adoption=adoption, sender=author) for _number in range(MAX_A_DAY))
    answer = browser_of(author).post(form_of(adoption), {"text": "Noch eine Frage"})
    assert answer.status_code == 200
    assert "zehn Fragen" in answer.content.decode()
    assert "Noch eine Frage" in answer.content.decode()
    assert Inquiry.objects.count() == MAX_A_DAY


def test_nothing_to_ask(adoption: Adoption, cast: Cast, browser_of: Browser) -> None:
    """An empty text is told; a withdrawn adoption is not there."""
    assert "Dieses Feld muss ausgefüllt werden" in browser_of(cast.author).post(form_of(adoption), {}).content.decode()
    withdraw(adoption=adoption, actor=cast.other)
    assert browser_of(cast.author).get(form_of(adoption)).status_code == 404
