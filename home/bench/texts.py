"""German filler that reads like reports: chains of words as they follow each other in the sample reports."""

from __future__ import annotations

import random
import re
import tomllib
from collections import defaultdict
from functools import cached_property
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "demo" / "reports"
QUESTIONS = ("starting_point", "approach", "result", "lessons")
WORDS_PER_PARAGRAPH = 50
COMMON_WORD = "Bürgerkoffer"  # stands in every tenth report and in no sample
LONGEST_SENTENCE = 40  # words
SENTENCES = 20_000

_MARKS = re.compile(r"\*\*|^- ", re.MULTILINE)


class Vocabulary:
    """Words, tags and titles of the sample reports, to be mixed anew; the same ``seed`` gives the same texts."""

    def __init__(self, seed: int = 2021) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.tags: list[str] = []
        self.titles: list[str] = []
        self._openings: list[tuple[str, str]] = []
        self._followers: dict[tuple[str, str], list[str]] = defaultdict(list)
        for path in sorted(SAMPLES.glob("*.toml")):
            sample = tomllib.loads(path.read_text(encoding="utf-8"))
            self.titles.append(sample["title"].partition(":")[0])
            self.tags += [tag for tag in sample["tags"] if tag not in self.tags]
            for name in QUESTIONS:
                self._learn(_MARKS.sub("", sample.get(name, "")))

    def _learn(self, text: str) -> None:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            words = sentence.split()
            if len(words) > 3:
                self._openings.append((words[0], words[1]))
                for first, second, third in zip(words, words[1:], words[2:], strict=False):
                    self._followers[first, second].append(third)

    def sentence(self) -> str:
        """One of many sentences whose every three words stand together in some sample."""
        return self.random.choice(self._stock)[0]

    @cached_property
    def _stock(self) -> list[tuple[str, int]]:
        """The sentences to choose from, each with the number of its words."""
        made = (self._new_sentence() for _ in range(SENTENCES))
        return [(sentence, len(sentence.split())) for sentence in made]

    def _new_sentence(self) -> str:
        words = list(self.random.choice(self._openings))
        while len(words) < LONGEST_SENTENCE and words[-1][-1] not in ".!?":
            following = self._followers.get((words[-2], words[-1]))
            if not following:
                break
            words.append(self.random.choice(following))
        return " ".join(words).rstrip(".,;:!?") + "."

    def sentences(self, words: int) -> str:
        """Sentences of at least so many words together."""
        found: list[str] = []
        number = 0
        while number < words:
            sentence, length = self.random.choice(self._stock)
            found.append(sentence)
            number += length
        return " ".join(found)

    def paragraphs(self, words: int) -> str:
        """The same as HTML paragraphs."""
        number = max(1, words // WORDS_PER_PARAGRAPH)
        return "".join(f"<p>{self.sentences(words // number)}</p>" for _ in range(number))
