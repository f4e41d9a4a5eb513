"""Made-up news for benchmarks: articles with their annotations, valid, varied, and the same for the same number.

The words mean nothing and are spelt as French is, with accents, apostrophes and quotation marks. An article has
some 30 sentences, 57 mentions and 15 quotes, and fills 28 KB together with its annotation.
"""

from __future__ import annotations

import os
import random
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quidit import canonical, disk
from quidit.crossing import write_article
from quidit.language.segmentation import segment
from quidit.records import (
    Annotation,
    Article,
    Cue,
    Entity,
    Mention,
    Origin,
    Provenance,
    Quote,
    Rights,
    Source,
    Span,
    Stance,
)
from quidit.scheme import Scheme
from quidit.splits.ledger import Entry
from quidit.starting import start
from quidit.store import Store
from quidit.text import sha256

ONSETS = ("b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "br", "ch", "cl", "gr", "pl", "pr", "tr")
RHYMES = ("a", "e", "i", "o", "u", "é", "è", "ê", "ou", "an", "on", "in", "eau", "oi", "ui", "ier", "ance", "œu", "ais")
LINKS = ("de la", "pour le", "dans les", "avec une", "sur un", "et", "sans", "vers la", "des", "par ces", "au", "ni")
SAID = ("a déclaré", "a récemment indiqué", "a affirmé", "s’est plaint", "a répété", "a promis")
KINDS = (("PER", "person"), ("PER", "person"), ("ORG", "organisation"), ("LOC", "place"))
"""Labels and kinds that a name may have; the name alone decides, so that it never has two."""
SENTENCES = 30
PARAGRAPH = 4
"""Sentences of a paragraph."""
_PRODUCER = Provenance(Origin.SUGGESTION, "made-up-model", "1.0")


class Draft:
    """An article in the making: text that grows, and spans in it."""

    def __init__(self, chance: random.Random, scheme: Scheme) -> None:
        self.chance, self.scheme, self.text = chance, scheme, ""
        self.names = [" ".join(self.word().capitalize() for _ in range(chance.randint(1, 2))) for _ in range(40)]
        self.entities: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self.cues: list[Cue] = []
        self.quotes: list[Quote] = []
        self.stances: list[Stance] = []

    def word(self) -> str:
        """A made-up word of two or three syllables."""
        chance = self.chance
        return "".join(chance.choice(ONSETS) + chance.choice(RHYMES) for _ in range(chance.randint(2, 3)))

    def words(self, least: int, most: int) -> str:
        """Made-up words with links between them."""
        chance = self.chance
        count = chance.randint(least, most)
        return " ".join(self.word() if number % 3 else chance.choice(LINKS) for number in range(1, count + 1))

    def write(self, words: str) -> Span:
        """The words, at the end of the text."""
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def name(self) -> str:
        """A mention of one of the article's names, written; its id."""
        name = self.chance.choice(self.names)
        label, kind = KINDS[zlib.crc32(name.encode()) % len(KINDS)]
        use = self.scheme.uses[-1].id if label in self.scheme.with_uses else None
        return self._mention(name, label, kind, use)

    def actor(self) -> str:
        """A mention of somebody without a name, written; its id."""
        (label, *_) = (each.label for each in self.scheme.mentions if each.actor)
        return self._mention(f"un responsable {self.chance.choice('abcd')}-{self.word()}", label, "anonymous", None)

    def _mention(self, words: str, label: str, kind: str, use: str | None) -> str:
        entity = f"e-{zlib.crc32(words.encode())}"
        self.entities.setdefault(entity, Entity(entity, words, kind))
        each = f"m{len(self.mentions) + 1}"
        origin = None if self.chance.randrange(10) else _PRODUCER
        self.mentions.append(Mention(each, self.write(words), label, entity, use, provenance=origin))
        return each

    def cue(self, words: str) -> str:
        """A cue, written; its id."""
        each = f"c{len(self.cues) + 1}"
        self.cues.append(Cue(each, self.write(words)))
        return each

    def quote(self, span: Span, marks: str, speaker: str, **more: Any) -> str:  # noqa: ANN401  # a quote's own fields
        """A quote whose type has those marks; its id."""
        each = f"q{len(self.quotes) + 1}"
        (label,) = (quote.label for quote in self.scheme.quote_types if quote.marks == marks)
        unsure = not self.chance.randrange(10)
        self.quotes.append(Quote(each, span, label, (speaker,), unsure=unsure, **more))
        return each

    def stance(self, holder: str, words: str) -> None:
        """A stance of the holder on one of the scheme's issues, written."""
        issue, label = self.chance.choice(self.scheme.issues).id, self.chance.choice(self.scheme.stances).label
        self.stances.append(Stance(f"s{len(self.stances) + 1}", self.write(words), label, (holder,), issue=issue))

    def clause(self, holder: str) -> None:
        """Some words with a name in them, and now and then a stance."""
        self.write(f"l’{self.word()} {self.words(5, 9)} ")
        self.name()
        if not self.chance.randrange(3):
            self.write(" ")
            self.stance(holder, "devrait")
        self.write(f" {self.words(10, 18)}")


def told(draft: Draft) -> None:
    """« Le … NOM … avec NOM … » : no quote, and the second name not always."""
    draft.write(f"Le {draft.words(10, 16)} ")
    draft.name()
    draft.write(f" {draft.words(10, 16)} avec ")
    if draft.chance.randrange(2):
        draft.name()
        draft.write(" ")
    draft.write(f"{draft.words(10, 18)}.")


def direct(draft: Draft) -> None:
    """« NOM a déclaré : « … ». », a direct quote."""
    speaker = draft.name()
    draft.write(" ")
    cue = draft.cue(draft.chance.choice(SAID))
    draft.write("\u00a0: ")
    begun = len(draft.text)
    draft.write("«\u00a0")
    draft.clause(speaker)
    draft.write("\u00a0»")
    draft.quote(Span(begun, len(draft.text)), "all", speaker, cue=cue)
    draft.write(".")


def mixed(draft: Draft) -> None:
    """« NOM a indiqué que … “…” … », a mixed quote."""
    speaker = draft.name()
    draft.write(" ")
    cue = draft.cue(draft.chance.choice(SAID))
    draft.write(" ")
    begun = len(draft.text)
    draft.write("que ")
    draft.clause(speaker)
    draft.write(f" “{draft.words(4, 8)}” {draft.words(3, 6)}")
    draft.quote(Span(begun, len(draft.text)), "some", speaker, cue=cue)
    draft.write(".")


def cut(draft: Draft) -> None:
    """« “…”, a ajouté NOM, “…” » : one quote that goes on after its cue."""
    begun = len(draft.text)
    draft.write(f"“L’{draft.words(4, 9)} ")
    draft.name()
    draft.write("”")
    end = len(draft.text)
    draft.write(", ")
    cue = draft.cue("a ajouté")
    draft.write(" ")
    speaker = draft.name()
    first = draft.quote(Span(begun, end), "all", speaker, cue=cue)
    draft.write(", ")
    begun = len(draft.text)
    draft.write("“")
    draft.clause(speaker)
    draft.write("”")
    draft.quote(Span(begun, len(draft.text)), "all", speaker, cue=cue, continues=first)
    draft.write(".")


def indirect(draft: Draft) -> None:
    """« Un responsable a affirmé que …, selon NOM. », an indirect quote that somebody passed on."""
    speaker = draft.actor()
    draft.write(" ")
    cue = draft.cue(draft.chance.choice(SAID))
    draft.write(" ")
    begun = len(draft.text)
    draft.write("que ")
    draft.clause(speaker)
    end = len(draft.text)
    draft.write(", selon ")
    via = draft.name()
    draft.quote(Span(begun, end), "none", speaker, cue=cue, via=(via,))
    draft.write(".")


PLAN: tuple[Callable[[Draft], None], ...] = (told, direct, told, mixed, told, indirect, told, cut, told, told)


def made_up(number: int, scheme: Scheme) -> tuple[Article, Annotation]:
    """A made-up article and its annotation."""
    draft = Draft(random.Random(number), scheme)  # noqa: S311  # made-up text needs no secret
    for sentence in range(SENTENCES):
        if sentence:
            draft.write(" " if sentence % PARAGRAPH else "\n")
        begun = len(draft.text)
        PLAN[sentence % len(PLAN)](draft)
        draft.text = draft.text[:begun] + draft.text[begun].upper() + draft.text[begun + 1 :]
    text = draft.text
    article = Article(
        id=f"article-{number:07d}",
        language="fr",
        title=draft.words(5, 9),
        text=text,
        sentences=segment(text, "fr"),
        source=Source(file=f"article-{number:07d}.txt", sha256=canonical.sha256(text.encode())),
        rights=Rights("CC0-1.0", "allowed", decided_by="nobody", date="2026-11-27", basis="made up"),
        text_sha256=sha256(text),
    )
    return article, Annotation(
        article=article.id,
        annotator="sample",
        scheme=scheme.version,
        text_sha256=article.text_sha256,
        status="complete",
        entities=tuple(draft.entities.values()),
        mentions=tuple(draft.mentions),
        cues=tuple(draft.cues),
        quotes=tuple(draft.quotes),
        stances=tuple(draft.stances),
    )


class MadeUpCorpus:
    """A corpus of made-up articles that can grow, each article in a group of its own."""

    def __init__(self, folder: Path) -> None:
        start(folder, "fr")
        for part in ("corpus", "seeds", "annotations/sample"):
            shutil.rmtree(folder / part)
        settings = folder / Store.SETTINGS
        settings.write_text(settings.read_text().replace('"0.1.0"', '"1.0.0"'))
        self.store, self.size = Store(folder), 0
        self.store.append_to_ledger([Entry("1.0.0", policy="group")])
        os.fsync = lambda _: None  # a benchmark's corpus need not outlive a power cut

    def grow(self, size: int) -> None:
        """Articles added until there are so many."""
        entries = []
        for number in range(self.size, size):
            article, annotation = made_up(number, self.store.scheme)
            self.store.write_raw(article.source.file, article.text.encode())
            disk.write(self.store.root / "corpus" / f"{article.id}.json", canonical.dumps(write_article(article)))
            self.store.write_annotation(annotation, article)
            split = "train" if number % 5 else "test"
            entries.append(Entry("1.0.0", article=article.id, group=article.id, split=split))
        self.store.append_to_ledger(entries)
        self.size = size
