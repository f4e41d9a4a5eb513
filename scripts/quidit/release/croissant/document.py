"""The document: a release's ``croissant.json``, of the same files on any day.

It is written by hand and not by a library, so that a build needs none for it; the tests hold it against mlcroissant.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quidit.licences import IDS
from quidit.release.card.bibliography import Citation, bibtex
from quidit.release.card.configs import Contents
from quidit.release.card.document import Beside
from quidit.release.card.meanings import meaning
from quidit.release.card.metadata import tags
from quidit.release.card.plainly import as_plain, plainly
from quidit.release.croissant.provenance import provenance
from quidit.release.croissant.record_sets import Node, file_set_of, record_sets
from quidit.release.croissant.responsible import responsible
from quidit.release.croissant.usage import licence_url, usage
from quidit.release.features import config_descriptions
from quidit.release.manifest import file_entries
from quidit.release.statistics import Statistics
from quidit.settings import Settings

if TYPE_CHECKING:
    from datasets import Features

CROISSANT = "croissant.json"
_CONFORMS_TO = ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"]
_OF_CROISSANT = (
    "annotation", "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "excludes", "extract", "field",
    "fileObject", "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5",
    "parentField", "path", "readLines", "recordSet", "references", "regex", "repeated", "replace", "samplingRate",
    "sdVersion", "separator", "source", "subField", "transform", "unArchive", "value",
)  # fmt: skip
_CONTEXT: Mapping[str, object] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{term: f"cr:{term}" for term in _OF_CROISSANT},
}
_FORMATS = {
    ".cff": "application/yaml",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/x-parquet",
}
"""Media types by a name's end; that of Parquet is the one that loaders of Croissant know, not the registered one."""


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of a dataset beside its files, its records and who is to be cited.

    ``usage`` are policies, and ``more`` are members of provenance and of the RAI vocabulary.
    """

    name: str
    title: str
    version: str
    description: str
    languages: Sequence[str]
    keywords: Sequence[str]
    usage: Sequence[Node]
    more: Node


def croissant(
    folder: Path,
    settings: Settings,
    statistics: Statistics,
    contents: Contents,
    columns: Mapping[str, Features],
) -> str:
    """What ``croissant.json`` says of the files that lie in a release's folder; it names each of them."""
    about = About(
        name=settings.dataset,
        title=" ".join(settings.title.split()),
        version=settings.version,
        description=as_plain(plainly(settings, statistics)),
        languages=sorted(statistics.languages),
        keywords=list(tags(statistics)),
        usage=list(usage(statistics.kinds_of_rights, contents, Beside.of(folder))),
        more={**provenance(statistics), **responsible(statistics)},
    )
    records = record_sets(config_descriptions(statistics.scheme), contents, columns, meaning)
    return document(folder, about, contents, records)


def document(folder: Path, about: About, contents: Contents, records: Iterable[Node]) -> str:
    """The document of the files that lie in a folder, of which the ``records`` are made."""
    beside = Beside.of(folder)
    told: Node = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": about.name,
        "alternateName": about.title,
        "conformsTo": _CONFORMS_TO,
        "description": about.description,
        "version": about.version,
        "isLiveDataset": False,
        "inLanguage": about.languages,
        "keywords": about.keywords,
        "citeAs": bibtex(about.name, about.version, about.title, beside.citation),
        **dict(_cited(beside.citation)),
        "license": _licence(beside),
        "usageInfo": about.usage,
        **about.more,
        "distribution": [*_files(folder), *_file_sets(contents)],
        "recordSet": list(records),
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _cited(citation: Citation) -> Iterator[tuple[str, object]]:
    """Who made it, where it stands and when it came out, as far as that is known."""
    if citation.authors:
        yield (
            "creator",
            [
                {"@type": "sc:Person" if author.family else "sc:Organization", "name": author.full}
                for author in citation.authors
            ],
        )
    if citation.released:
        yield "datePublished", citation.released
    if citation.url:
        yield "url", citation.url
    if citation.doi:
        yield "identifier", f"https://doi.org/{citation.doi}"


def _licence(beside: Beside) -> object:
    """The licence of what the corpus's people made; that of each text stands in ``usageInfo``."""
    if beside.licensed and beside.citation.licence in IDS:
        return licence_url(beside.citation.licence)
    name = "LICENSE" if beside.licensed else "No licence so far"
    return {"@type": "sc:CreativeWork", "name": name, "description": "See the section Rights of README.md."}


def _files(folder: Path) -> Iterator[Node]:
    for entry in file_entries(folder):
        path = entry["path"]
        yield {
            "@type": "cr:FileObject",
            "@id": path,
            "name": path,
            "contentUrl": path,
            "contentSize": f"{entry['bytes']} B",
            "encodingFormat": _FORMATS.get(Path(path).suffix, "text/plain"),
            "sha256": entry["file_sha256"],
        }


def _file_sets(contents: Contents) -> Iterator[Node]:
    for config in contents:
        yield {
            "@type": "cr:FileSet",
            "@id": file_set_of(config),
            "name": file_set_of(config),
            "encodingFormat": _FORMATS[".parquet"],
            "includes": f"{config}/*.parquet",
        }
