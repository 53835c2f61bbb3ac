"""Passages: the one or two places of a page that show why it is a hit, with the words marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from search.analysis import word_end

PASSAGE_LENGTH = 210  # characters of one passage alone
SHORT_LENGTH = 120  # characters of each of two
LEAD = 60  # characters before the first marked word
FULL_LINE = 80  # characters; shorter lines are headings and names, which explain less
REPEATED = 0.1  # worth of a word that the passage has already
ELLIPSIS = "…"

Place = tuple[int, str]


class Passage(NamedTuple):
    """A piece of a text, from its first character to the one after its last, and whether a sentence is cut there."""

    begin: int
    end: int
    cut_before: bool
    cut_after: bool


def excerpt(
    text: str, places: Sequence[Place], weights: Mapping[str, float], sources: Sequence[tuple[int, str]] = ()
) -> SafeString:
    """The best passages as HTML: words in <mark>, all else escaped. Empty where no word stands in the text.

    ``text`` has a line for each field or block of the page. ``places`` are the beginnings of words with their term,
    ``weights`` say how much a term is worth, ``sources`` from where on which file is quoted: its name is put before.
    """
    known = sorted({(start, term) for start, term in places if 0 <= start < len(text)})
    if not known:
        return SafeString("")
    best = _best_run(text, known, weights)
    shown = {term for _start, term in best}
    rest = [place for place in known if place[1] not in shown]
    if rest:
        # A second passage only for words that the first one does not have.
        runs = [best, _best_run(text, rest, weights)]
        passages = _in_order([_passage(text, run, SHORT_LENGTH) for run in runs])
    else:
        passages = [_passage(text, best, PASSAGE_LENGTH)]
        if passages[0].end - passages[0].begin < FULL_LINE and (opening := _opening(text)).end < passages[0].begin:
            # A name in a list explains little without what the page is about.
            passages.insert(0, opening)
    pieces = [_source(sources, passage) + _marked(text, passage, known) for passage in passages]
    if passages[0].cut_before:
        pieces.insert(0, "")
    if passages[-1].cut_after:
        pieces.append("")
    return mark_safe(f" {ELLIPSIS} ".join(pieces).strip())  # noqa: S308 - made of escaped pieces and <mark> alone


def _best_run(text: str, places: Sequence[Place], weights: Mapping[str, float]) -> Sequence[Place]:
    """The neighbouring words of one line that say most; of equals the first, since pages begin with their summary."""
    best: Sequence[Place] = ()
    best_score = 0.0
    line = (0, 0)
    end = 0
    for number, (begin, _term) in enumerate(places):
        is_new_line = begin >= line[1]
        if is_new_line:
            line = _line(text, begin)
        last = min(line[1], begin + SHORT_LENGTH)
        before = end
        while end < len(places) and places[end][0] < last:
            end += 1
        if end == before and not is_new_line:
            continue  # the run before has all of these words
        terms = {term for _start, term in places[number:end]}
        score = sum([weights.get(term, 1.0) for term in terms]) * (1 + REPEATED * (end - number - len(terms)))
        score *= min(1.0, 0.5 + (line[1] - line[0]) / (2 * FULL_LINE))
        if score > best_score:
            best, best_score = places[number:end], score
    return best or places[:1]


def _line(text: str, place: int) -> tuple[int, int]:
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end


def _passage(text: str, run: Sequence[Place], length: int) -> Passage:
    """The piece of the line around a run of words, cut at sentences or words."""
    first = run[0][0]
    line_begin, line_end = _line(text, first)
    begin = _beginning(text, max(line_begin, first - LEAD), first)
    latest = max(begin + length, word_end(text, *run[-1]))
    if latest >= line_end:
        return Passage(begin, line_end, begin > line_begin and not _starts_sentence(text, begin), cut_after=False)
    blank = text.rfind(" ", first, latest + 1)
    end = blank if blank >= word_end(text, *run[-1]) else latest
    return Passage(begin, end, begin > line_begin and not _starts_sentence(text, begin), text[end - 1] not in ".!?")


def _opening(text: str) -> Passage:
    """How the text begins, which is with the page's summary where it has one."""
    line_end = _line(text, 0)[1]
    if line_end <= SHORT_LENGTH:
        return Passage(0, line_end, cut_before=False, cut_after=False)
    return Passage(0, text.rfind(" ", 0, SHORT_LENGTH) + 1 or SHORT_LENGTH, cut_before=False, cut_after=True)


def _beginning(text: str, earliest: int, first: int) -> int:
    """The last beginning of a sentence before the first word, otherwise the first beginning of a word from there."""
    at_line = earliest == 0 or text[earliest - 1] == "\n"
    whole = earliest if at_line else text.find(" ", earliest, first) + 1 or first
    sentence = max(text.rfind(f"{sign} ", earliest, first) for sign in ".!?:")
    return sentence + 2 if sentence >= 0 else whole


def _starts_sentence(text: str, place: int) -> bool:
    return text[place - 2 : place] in (". ", "! ", "? ", ": ")


def _in_order(passages: list[Passage]) -> list[Passage]:
    """The passages in the order of the text; two that touch become one."""
    first, second = sorted(passages)
    if second.begin <= first.end:
        return [
            Passage(first.begin, max(first.end, second.end), first.cut_before, max(first, second, key=_end).cut_after)
        ]
    return [first, second]


def _end(passage: Passage) -> int:
    return passage.end


def _source(sources: Sequence[tuple[int, str]], passage: Passage) -> str:
    """The name of the file that a passage comes from; empty for the page's own text."""
    name = next((name for start, name in reversed(sources) if start <= passage.begin), "")
    return f"<cite>{escape(name)}:</cite> " if name else ""


def _marked(text: str, passage: Passage, places: Sequence[Place]) -> str:
    ends: dict[int, int] = {}
    for start, term in places:
        if passage.begin <= start < passage.end:
            # Of „Komm.ONE“ and „Komm“ at the same place the longer one.
            ends[start] = max(ends.get(start, 0), word_end(text, start, term))
    pieces: list[str] = []
    position = passage.begin
    for start, end in ends.items():
        if start >= position and end <= passage.end:
            pieces.append(f"{escape(text[position:start])}<mark>{escape(text[start:end])}</mark>")
            position = end
    pieces.append(escape(text[position : passage.end]))
    return "".join(pieces).strip()
