"""People, threads and a look at what they are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from exchange.discussions.models import ThreadPage
from exchange.discussions.services import open_thread
from exchange.members.models import User
from exchange.notifications.models import Delivery
from tests.conftest import Cast


@pytest.fixture
def ask(cast: Cast) -> Callable[..., ThreadPage]:
    """Opens threads; as a question of the author for members unless said otherwise."""

    def make(title: str = "Wer hat die Hundesteuer online?", **values: Any) -> ThreadPage:
        values = {"author": cast.author, "html": "<p>Wir suchen Erfahrungen.</p>", **values}
        return open_thread(title=title, **values)

    return make


@pytest.fixture
def told(db: None) -> Callable[[User], list[tuple[str, str]]]:
    """What a person is told, as pairs of event and reason, in the order of its coming."""

    def look(user: User) -> list[tuple[str, str]]:
        return list(Delivery.objects.filter(receiver=user).order_by("pk").values_list("event", "reason"))

    return look
