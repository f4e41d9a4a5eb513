"""How long a build takes and how much memory, over corpora of made-up articles of growing size.

    python benchmarks/build.py [ARTICLES …]      (default: 1000 10000)

Each corpus is made in a temporary folder and built by the command itself in a process of its own, so that the
peak memory is that of the build alone. Prints a table.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from quidit import canonical, disk
from quidit.crossing import write_article
from quidit.records import Annotation, Article, Cue, Entity, Mention, Quote, Rights, Source, Span, Stance
from quidit.scheme import Scheme
from quidit.segmentation import segment
from quidit.splits.ledger import Entry
from quidit.starting import start
from quidit.store import Store
from quidit.text import sha256

SYLLABLES = [
    "ba",
    "be",
    "bi",
    "bo",
    "bu",
    "ca",
    "co",
    "da",
    "de",
    "di",
    "do",
    "fa",
    "fi",
    "fo",
    "ga",
    "go",
    "la",
    "le",
    "li",
    "lo",
    "lu",
    "ma",
    "me",
    "mi",
    "mo",
    "na",
    "ne",
    "ni",
    "no",
    "pa",
    "pi",
    "ra",
    "re",
    "ri",
    "sa",
    "ta",
]
SENTENCES = 12


def word(chance: random.Random) -> str:
    """A made-up word of two to four syllables."""
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))


class Draft:
    """An article in the making: text that grows, and spans in it."""

    def __init__(self, chance: random.Random, scheme: Scheme) -> None:
        self.chance, self.scheme, self.text = chance, scheme, ""
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        self.cues: list[Cue] = []
        self.quotes: list[Quote] = []
        self.stances: list[Stance] = []

    def write(self, words: str) -> Span:
        """The words, at the end of the text."""
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def sentence(self, number: int) -> None:
        """« NAME MOT a déclaré que … » with a name, a cue, an indirect quote and a stance."""
        label = self.chance.choice([each for each in self.scheme.mentions if each.name])
        name = self.write(word(self.chance).capitalize())
        entity = f"e-{number}"
        kind = self.scheme.entity_kinds[0].id
        self.entities.append(Entity(entity, name.of(self.text), kind))
        use = self.scheme.uses[-1].id if label.uses else None
        self.mentions.append(Mention(f"m{number}", name, label.label, entity, use))
        self.write(" ")
        self.cues.append(Cue(f"c{number}", self.write("a déclaré")))
        self.write(" ")
        start = len(self.text)
        self.write("que l’" + word(self.chance) + " " + " ".join(word(self.chance) for _ in range(8)) + " ")
        stance = self.write("devrait")
        self.write(" " + " ".join(word(self.chance) for _ in range(6)) + " 🙂 été")
        kind = self.scheme.quote_types[-1].label
        speakers = (f"m{number}",)
        self.quotes.append(Quote(f"q{number}", Span(start, len(self.text)), kind, speakers, cue=f"c{number}"))
        favor, issue = self.scheme.stances[0].label, self.scheme.issues[0].id
        self.stances.append(Stance(f"s{number}", stance, favor, speakers, issue=issue))
        self.write("." if number % 4 else ".\n")


def synthetic(number: int, scheme: Scheme) -> tuple[Article, Annotation]:
    """A made-up article and its annotation, both the same for the same number."""
    draft = Draft(random.Random(number), scheme)  # noqa: S311  # made-up text needs no secret
    for sentence in range(1, SENTENCES + 1):
        if draft.text and not draft.text.endswith("\n"):
            draft.write(" ")
        draft.sentence(sentence)
    text = draft.text.rstrip("\n")
    article = Article(
        id=f"article-{number:07d}",
        language="fr",
        text=text,
        sentences=segment(text, "fr"),
        source=Source(file=f"article-{number:07d}.txt", sha256=canonical.sha256(text.encode())),
        rights=Rights("CC0-1.0", "allowed"),
        text_sha256=sha256(text),
    )
    return article, Annotation(
        article=article.id,
        annotator="sample",
        scheme=scheme.version,
        text_sha256=article.text_sha256,
        status="complete",
        entities=tuple(draft.entities),
        mentions=tuple(draft.mentions),
        cues=tuple(draft.cues),
        quotes=tuple(draft.quotes),
        stances=tuple(draft.stances),
    )


def make(folder: Path, articles: int) -> None:
    """A corpus of that many made-up articles, split by groups of one."""
    start(folder, "fr")
    for part in ("corpus", "seeds", "annotations/sample"):
        shutil.rmtree(folder / part)
    settings = folder / Store.SETTINGS
    settings.write_text(settings.read_text().replace('"0.1.0"', '"1.0.0"'))
    store = Store(folder)
    entries = [Entry("1.0.0", policy="group")]
    os.fsync = lambda _: None  # a benchmark's corpus need not outlive a power cut
    for number in range(articles):
        article, annotation = synthetic(number, store.scheme)
        disk.write(folder / "seeds" / article.source.file, article.text)
        disk.write(folder / "corpus" / f"{article.id}.json", canonical.dumps(write_article(article)))
        store.write_annotation(annotation, article)
        split = "train" if number % 5 else "test"
        entries.append(Entry("1.0.0", article=article.id, group=article.id, split=split))
    store.append_to_ledger(entries)


def run(folder: Path, *command: str) -> tuple[float, float]:
    """Seconds and peak memory in MiB of the command ``quidit`` in that folder."""
    began = time.perf_counter()
    process = os.posix_spawn(
        sys.executable,
        [sys.executable, "-c", f"import os; os.chdir({str(folder)!r}); from quidit.cli import main; main()", *command],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"quidit {' '.join(command)} failed in {folder}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main(sizes: list[int]) -> None:
    """The table."""
    print(f"{'articles':>10} {'validate s':>11} {'MiB':>6} {'build s':>9} {'MiB':>6}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "made-up"
            make(folder, size)
            checked, check_memory = run(folder, "validate")
            built, build_memory = run(folder, "build")
            print(f"{size:>10,} {checked:>11.1f} {check_memory:>6.0f} {built:>9.1f} {build_memory:>6.0f}", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1000, 10_000])
