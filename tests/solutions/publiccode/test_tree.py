"""YAML as it comes from strangers: bombs, tags, wrong encodings, and values whose text must not get lost."""

from __future__ import annotations

import time
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.solutions.publiccode.tree import Fields, Items, Refused, Scalar, read_tree


def root(text: str) -> Fields:
    node, _notices = read_tree(text.encode())
    assert isinstance(node, Fields)
    return node


def scalar(text: str) -> Scalar:
    node = root(f"key: {text}").entries[0][1]
    assert isinstance(node, Scalar)
    return node


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        read_tree(data)
    return caught.value


@pytest.mark.parametrize(
    ("written", "text", "is_text"),
    [
        ("0.2", "0.2", False),
        ("1.10", "1.10", False),
        ("010", "010", False),
        ("NO", "NO", False),
        ("yes", "yes", False),
        ("2021-01-01", "2021-01-01", False),
        ("~", "~", False),
        ("", "", False),
        ("1.2.3", "1.2.3", True),
        ('"1.10"', "1.10", True),
        ("'no'", "no", True),
        ("!!str 1.10", "1.10", True),
        ("!!float 1.10", "1.10", False),
        ("! 1.10", "1.10", True),
        (r'"a\x40b"', "a@b", True),
        (r'"\ud83d\ude00"', "😀", True),
        ('"a\\r\\nb"', "a\nb", True),
    ],
)
def test_scalars_keep_the_text_that_was_written(written: str, text: str, is_text: bool) -> None:
    assert scalar(written) == Scalar(text, is_text)


@pytest.mark.parametrize(
    ("written", "expected"), [("", True), ("null", True), ("~", True), ("'~'", False), ("0", False)]
)
def test_nothing_is_told_from_something(written: str, expected: bool) -> None:
    assert scalar(written).is_null is expected


def test_lines_are_those_of_the_keys() -> None:
    node = root("a:\n  - x\n  -\n    b: 1\n\nc: >\n  long\n  text\nd:\n  plain\n")
    (_a, a), (_c, c), (_d, d) = node.entries
    assert isinstance(a, Items)
    assert (a.line, a.nodes[0].line, c.line, d.line) == (1, 2, 6, 9)
    assert isinstance(a.nodes[1], Fields)
    assert a.nodes[1].entries[0][1].line == 4


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_and_line_ends(encoding: str, line_end: str) -> None:
    node, _notices = read_tree(line_end.join(["name: Müllheim", "b: |", "  x", "  y"]).encode(encoding))
    assert node == Fields((("name", Scalar("Müllheim")), ("b", Scalar("x\ny"))))


@pytest.mark.parametrize(
    ("data", "line", "word"),
    [
        (b"", None, "empty"),
        (b"# only a comment\n", None, "empty"),
        ("name: Müllheim\n\nort: Großweier".encode("cp1252"), 1, "UTF-8"),
        (b"\xff\xfea", None, "UTF-8"),
        (b"a: 1\nb: \x00", 2, "control"),
        (b"PK\x03\x04", 1, "control"),
        (b"a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "tag"),
        (b"a: 1\nb:\n  - !own x\n", 3, "tag"),
        (b"a: !!binary aGVsbG8=\n", 1, "tag"),
        (b"a: 1\n---\nb: 2\n", 2, "several documents"),
        (b"a:\n\t- b\n", 2, "tab"),
        (b"a: b: c\n", 1, "not valid YAML"),
        (b"a: 'x\n", 2, "not valid YAML"),
        (b'a: "\\UFFFFFFFF"\n', None, "not valid YAML"),
        (b"a: [1, 2\nb: 3\n", 2, "not valid YAML"),
        (b"? [a, b]\n: c\n", 1, "name of a field"),
        (b"a: &x [*x]\n", 1, "does not exist"),
        (b"a: *nothing\n", 1, "does not exist"),
        (b"%YAML 3.0\n---\na: 1\n", 1, "not valid YAML"),
    ],
)
def test_refusals_name_the_line(data: bytes, line: int | None, word: str) -> None:
    refused = refusal(data)
    assert word in str(refused)
    assert refused.line == line


def test_billion_laughs() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    refused = refusal("\n".join(lines).encode())
    assert "far more values" in str(refused)
    assert refused.line == 5


def test_long_texts_cannot_be_multiplied() -> None:
    assert "far more values" in str(refusal(b"a: &a " + b"x" * 500_000 + b"\nb: [*a, *a, *a, *a]\n"))


def test_aliases_of_honest_files_are_resolved() -> None:
    node = root("a: &t {x: 1}\nb: *t\n&k c: *k\n")
    assert node.entries[1] == ("b", Fields((("x", Scalar("1", is_text=False)),)))
    assert node.entries[2] == ("c", Scalar("c"))


def test_aliases_do_not_get_around_the_depth() -> None:
    deep = "a: &a " + "[" * 20 + "x" + "]" * 20 + "\n"
    assert "too deeply" in str(refusal(f"{deep}b: {'[' * 15}*a{']' * 15}\n".encode()))


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- ", b"? "])
def test_depth(opening: bytes) -> None:
    assert "too deeply" in str(refusal(opening * 100_000))


@pytest.mark.parametrize(
    "data",
    [
        b"a: b\n" * 200_000,
        b"a: [" + b"x," * 400_000 + b"]",
        b"#\n" * 500_000 + b"a: b",
        b"a: '" + b"x\n\n" * 300_000 + b"'",
        b'a: "' + b"\\x41" * 250_000 + b'"',
        b"a: " + b"x " * 500_000,
        b"*" * 1_000_000,
        b"\n" * 1_000_000,
        b"&a " * 300_000,
        b"- - - - - -\n" * 80_000,
        b"a: |\n" + b" x\n" * 300_000,
        b"{" * 1_000_000,
        b"a" * 1_000_000 + b": b",
    ],
    ids=range(13),
)
def test_largest_files_are_done_in_seconds(data: bytes) -> None:
    started = time.monotonic()
    with suppress(Refused):
        read_tree(data)
    assert time.monotonic() - started < 30  # two on a slow machine


def test_memory_is_bounded() -> None:
    tracemalloc.start()
    with suppress(Refused):
        read_tree(b"a: [" + b"x," * 400_000 + b"]")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * 1024 * 1024


def test_fifty_megabytes_are_not_even_looked_at() -> None:
    started = time.monotonic()
    assert "larger" in str(refusal(b"a: b\n" * 10 * 1024 * 1024))
    assert time.monotonic() - started < 1


def test_a_field_that_stands_twice_is_told() -> None:
    node, notices = read_tree(b"a:\n  b: 1\n  c: 2\n  b: 3\n")
    assert node == Fields((("a", Fields((("c", Scalar("2", False)), ("b", Scalar("3", False))))),))
    assert [(notice.path, notice.line, notice.is_loss) for notice in notices] == [(("a", "b"), 2, True)]


def test_control_characters_written_as_escapes_are_removed_and_told() -> None:
    node, notices = read_tree(b'a:\n  - x\n  - "b\\0\\x07c"\n')
    assert node == Fields((("a", Items((Scalar("x"), Scalar("bc")))),))
    assert [(notice.path, notice.line, notice.is_loss) for notice in notices] == [(("a", "2"), 3, False)]


def test_halves_of_characters_do_not_come_through() -> None:
    assert scalar(r'"\ud83d"').text.encode()


@given(st.binary(max_size=300) | st.text(alphabet="ab:- \n\t[]{}&*!|>'\"#,?%0.~<=\\x", max_size=200).map(str.encode))
@settings(max_examples=400, deadline=5000)
def test_never_anything_but_a_tree_or_a_refusal(data: bytes) -> None:
    with suppress(Refused):
        node, _notices = read_tree(data)
        assert isinstance(node, Scalar | Items | Fields)
