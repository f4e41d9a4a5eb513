"""What tests of imports share: a corpus to import into, and foreign tasks made result by result."""

from typing import Any

from quidit.formats.imported import Import
from quidit.formats.importing import import_tasks
from quidit.labelstudio.foreign.export import read_tasks
from quidit.labelstudio.foreign.map_file import read_map
from quidit.starting import start
from quidit.store import Store

Result = dict[str, Any]

HEAD = """
language = "fr"
text = "corps"
[annotators]
1 = "ana"
"bob@example.org" = "bob"
"""
LABELS = """
[labels.nom]
Personne = { layer = "mentions", label = "PER", kind = "person" }
Lieu = { layer = "mentions", label = "LOC", use = "literal" }
Groupe = { layer = "mentions", label = "ACTOR" }
[labels.parole]
Citation = { layer = "quotes", type = "direct" }
"Résumé" = { layer = "quotes", type = "indirect" }
verbe = { layer = "cues" }
[labels.avis]
contre = { layer = "stances", label = "against", issue = "new-bridge" }
[labels.doute]
oui = { unsure = true }
[labels.texte]
"mal coupé" = { flag = "bad-segmentation" }
[relations]
"dit par" = "speaker"
"annoncé par" = "cue"
"tenu par" = "holder"
"continué par" = { relation = "continues", reverse = true }
"" = "by-ends"
"""
MAP = HEAD + LABELS

TEXT = "La maire Ana Ruiz a déclaré : « Le parc ouvrira en mai. »\nÀ Lyon, Marc Petit refuse ce projet."


def corpus(folder) -> Store:
    """A corpus of its own, with a sample and nothing else."""
    start(folder, "fr")
    return Store.find(folder)


def marked(
    region: str, control: str, label: str, where: str | tuple[Any, Any], text: str = TEXT, **more: Any
) -> Result:
    """A labelled region, by its words or its offsets."""
    start_, end = (text.index(where), text.index(where) + len(where)) if isinstance(where, str) else where
    value = {"start": start_, "end": end, "labels": [label]}
    if isinstance(where, str):
        value["text"] = where
    return {"id": region, "type": "labels", "from_name": control, "to_name": "text", "value": value, **more}


def chosen(region: str, control: str, *choices: str, kind: str = "choices") -> Result:
    value = {"text" if kind == "textarea" else kind: list(choices)}
    return {"id": region, "type": kind, "from_name": control, "to_name": "text", "value": value}


def joined(start_: str, end: str, *labels: str, direction: str = "right") -> Result:
    relation: Result = {"type": "relation", "from_id": start_, "to_id": end, "direction": direction}
    return {**relation, "labels": list(labels)} if labels else relation


def answer(*results: Result, by: Any = 1, **more: Any) -> dict[str, Any]:
    return {"id": 50, "completed_by": by, "was_cancelled": False, "result": list(results), **more}


def task(*answers: dict[str, Any], text: Any = TEXT, number: Any = 7, **more: Any) -> dict[str, Any]:
    """A task of a foreign project, as its export has it."""
    data = {"corps": text, **more.pop("data", {})}
    return {
        "id": number,
        "data": data,
        "annotations": list(answers),
        "drafts": [],
        "predictions": [],
        "project": 3,
        **more,
    }


def imported(store: Store, *tasks: Any, map_text: str = MAP, **more: Any) -> Import:
    """What came of importing the tasks."""
    by = read_map(map_text, store.scheme)
    return import_tasks(store, read_tasks(list(tasks)), by, name="export.json", progress=lambda _: None, **more)


def names(of: Import) -> list[str]:
    """The names of its problems, each once."""
    return list(dict.fromkeys(problem.name for problem in of.problems))
