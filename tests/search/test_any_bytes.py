"""Whatever bytes stand in an address, the search answers with a page."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from exchange.spaces.models import MunicipalityPage
from search.api import FACETS
from search.parameters import PAGE, SORT, TEXT
from tests.factories import make_report

pytestmark = pytest.mark.django_db

NAMES = [name.encode() for name in (TEXT, SORT, PAGE, *FACETS)]
# Raw bytes, and text that means something to the engine or to the database.
VALUES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text(alphabet='zinober"-*%+_:\\\x00 äß', max_size=60).map(str.encode),
    st.binary(max_size=40).map(lambda value: b"".join(b"%%%02x" % byte for byte in value)),
    st.integers().map(lambda number: str(number).encode()),
)
FIELDS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=8)


@pytest.fixture
def report(kehl: MunicipalityPage) -> None:
    """One page to be found."""
    make_report(kehl, title="Zinnober")


def as_query_string(fields: list[tuple[bytes, bytes]]) -> str:
    """The bytes as they come from a server: each is one character."""
    return b"&".join(name + b"=" + value for name, value in fields).decode("latin-1")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=FIELDS)
@example(fields=[(b"q", b"zinnober\x00%00")])
@example(fields=[(b"q", b"%ed%a0%80"), (b"kommune", b"\xff\xfe")])
@example(fields=[(b"q", b"zinnober"), (b"page", b"9" * 400)])
def test_any_bytes_are_answered(report: None, fields: list[tuple[bytes, bytes]]) -> None:
    query_string = as_query_string(fields)
    for path in ("/suche/", "/suche/vorschlaege/"):
        assert Client().get(path, QUERY_STRING=query_string).status_code == 200, (path, query_string)
