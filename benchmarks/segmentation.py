"""How well and how fast texts are cut into sentences, ours beside whichever peers are installed.

    python benchmarks/segmentation.py FOLDER [RUNS]      (default: 7 runs)

FOLDER holds ``*.jsonl`` files of ``{"text": …, "spans": [[start, end], …]}``. Every segmenter gets the same
paragraphs and is timed in the same process; pysbd, sentencex, sentence-splitter and nltk take part where they can be
imported. Prints a table for each set: boundary F1 (the end of each sentence but a text's last), exact-sentence F1
(both ends), texts without a fault, and the median speed over the runs.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from quidit.language.segmentation import segment

LANGUAGE, LANGUAGE_NAME = "fr", "french"
SETS = {
    "running news, dev (GSD + Sequoia)": ("gsd-dev.clean", "sequoia-dev.clean"),
    "running news, train (Sequoia)": ("sequoia-train.clean",),
    "adversarial, dev": ("adv-dev.nl",),
}
Cut = Callable[[str], list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and where its sentences are."""

    text: str
    sentences: list[tuple[int, int]]


@dataclass(slots=True)
class Score:
    """What was found, what should have been, and what of it is right."""

    found: int = 0
    wanted: int = 0
    right: int = 0

    def count(self, found: set[tuple[int, int]] | set[int], wanted: set[tuple[int, int]] | set[int]) -> None:
        """Add what one text gives."""
        self.found += len(found)
        self.wanted += len(wanted)
        self.right += len(found & wanted)

    @property
    def f1(self) -> float:
        """F1 in per cent."""
        return 200 * self.right / max(self.found + self.wanted, 1)


def ours(text: str) -> list[tuple[int, int]]:
    """Quidit's own."""
    return [(span.start, span.end) for span in segment(text, LANGUAGE)]


def peers() -> Iterator[tuple[str, Cut]]:
    """The segmenters that are installed here, each cutting one paragraph."""
    with suppress(ImportError):
        import sentencex

        yield (
            "sentencex",
            lambda text: [
                (each["start_index"], each["end_index"]) for each in sentencex.get_sentence_boundaries(LANGUAGE, text)
            ],
        )
    with suppress(ImportError):
        from sentence_splitter import SentenceSplitter

        koehn = SentenceSplitter(language=LANGUAGE)
        yield "sentence-splitter", lambda text: located(text, koehn.split(text))
    with suppress(ImportError, LookupError):
        from nltk.tokenize import PunktTokenizer

        punkt = PunktTokenizer(LANGUAGE_NAME)
        yield "nltk Punkt", lambda text: list(punkt.span_tokenize(text))
    with suppress(ImportError):
        import pysbd

        rules = pysbd.Segmenter(language=LANGUAGE, clean=False, char_span=True)
        yield "pysbd", lambda text: [(each.start, each.end) for each in rules.segment(text)]


def located(text: str, sentences: list[str]) -> list[tuple[int, int]]:
    """Where the sentences of a segmenter that gives none but strings stand."""
    spans = []
    end = 0
    for sentence in sentences:
        start = max(text.find(sentence, end), end)
        end = start + len(sentence)
        spans.append((start, end))
    return spans


def by_paragraph(cut: Cut) -> Cut:
    """The segmenter on each paragraph, without the blanks at the ends of what it gives."""

    def sentences(text: str) -> list[tuple[int, int]]:
        spans = []
        offset = 0
        for line in text.split("\n"):
            for start, end in cut(line):
                words = line[start:end]
                if words.strip():
                    left = start + len(words) - len(words.lstrip())
                    spans.append((offset + left, offset + left + len(words.strip())))
            offset += len(line) + 1
        return spans

    return sentences


def samples(folder: Path, names: tuple[str, ...]) -> list[Sample]:
    """The samples of the named files."""
    lines = [line for name in names for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    documents = [json.loads(line) for line in lines]
    return [Sample(each["text"], [(start, end) for start, end in each["spans"]]) for each in documents]


def speed(cut: Cut, text: str, runs: int) -> float:
    """Megabytes of UTF-8 a second, the median over the runs."""
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        for line in text.split("\n"):
            cut(line)
        seconds.append(time.perf_counter() - started)
    return len(text.encode()) / statistics.median(seconds) / 1e6


def row(name: str, cut: Cut, part: list[Sample], runs: int) -> str:
    """A segmenter's line in the table."""
    boundaries, exact, faultless = Score(), Score(), 0
    whole = by_paragraph(cut)
    for sample in part:
        found = whole(sample.text)
        boundaries.count({end for _, end in found[:-1]}, {end for _, end in sample.sentences[:-1]})
        exact.count(set(found), set(sample.sentences))
        faultless += found == sample.sentences
    rate = speed(cut, "\n".join(sample.text for sample in part), runs)
    return f"{name:<20}{boundaries.f1:>12.2f}{exact.f1:>12.2f}{f'{faultless}/{len(part)}':>12}{rate:>10.2f}"


def main(folder: Path, runs: int = 7) -> None:
    """Print a table for each set."""
    contestants = [("quidit", ours), *peers()]
    for title, names in SETS.items():
        part = samples(folder, names)
        print(f"\n{title}: {len(part)} texts, {sum(len(sample.sentences) for sample in part)} sentences")
        print(f"{'':<20}{'boundary F1':>12}{'exact F1':>12}{'faultless':>12}{'MB/s':>10}")
        for name, cut in contestants:
            print(row(name, cut, part, runs))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
