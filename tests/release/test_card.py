"""The card: metadata that programs read, and plain words that are true of the data."""

import json
import re
import shutil
from dataclasses import replace
from importlib import resources

import pytest
import yaml
from markdown_it import MarkdownIt

from corpora import copy_of
from quidit.records import Annotation, Annotator, Rights
from quidit.release.build import build
from quidit.release.card.bibliography import UnusableCitationError
from quidit.release.card.document import Beside, card
from quidit.release.card.meanings import MEANINGS, columns_of, ends
from quidit.release.card.plainly import as_text, decision
from quidit.release.features import features
from quidit.release.parquet import Written
from quidit.release.source import Source
from quidit.release.statistics import Statistics
from quidit.store import Store
from releases import PILOT, TOY, edit, replace_in

HOSTILE = "a | b ` c\n# d <script>alert(1)</script> [e](f) ![g](h) *i* _j_ \\ & ~~k~~ $l$ ``` {{ m }} {% n %}\n---\n> o"
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
HOSTILE_LINE = " ".join(HOSTILE.split())


def metadata_of(folder):
    return yaml.safe_load(text_of(folder).split("\n---\n")[0].removeprefix("---\n"))


def text_of(folder):
    return (folder / "README.md").read_text(encoding="utf-8")


def body_of(folder):
    return text_of(folder).partition("\n---\n")[2]


def first_paragraph(folder):
    return body_of(folder).split("\n\n")[1]


def tokens_of(body):
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body)


def shape_of(body):
    """What a renderer makes of a text: its blocks in their order, and no inline markup."""
    return [token.type for token in tokens_of(body)]


def inline_types(body):
    return {child.type for token in tokens_of(body) for child in token.children or ()}


def card_of(corpus, folder):
    build(Store(corpus), folder, lambda _: None)
    return first_paragraph(folder)


@pytest.fixture
def corpus(tmp_path):
    return copy_of(TOY, tmp_path / "corpus")


def remove(corpus, *annotations):
    for name in annotations:
        path = corpus / "annotations" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()


MODELS = ("apiculteurs-orme", "museum-night", "gare-paris-lyon/m1.json", "marathon-results/m1.json")


def test_every_example_of_the_card_runs_by_itself(each, monkeypatch, tmp_path):
    monkeypatch.chdir(each.folder.parent)
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")
    blocks = re.findall(r"^```python\n(.*?)^```$", body_of(each.folder), re.DOTALL | re.MULTILINE)
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102  # our own card
    assert {config for config in each.loaded if f'", "{config}", revision="v' in "".join(blocks)} == set(each.loaded)
    assert max(len(line) for block in blocks for line in block.splitlines()) < 90


def test_no_words_of_an_article_stand_in_the_card(each):
    told = text_of(each.folder)
    for config, _, row in each.rows():
        if config in ("sentences", "quotes", "stance"):
            assert row["text"] not in told
        if config == "quotes":
            assert row["quote"]["text"] not in told
        if config == "articles":
            assert not row["title"] or row["title"] not in told


def test_every_column_has_a_row_and_a_meaning(each):
    sections = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##)", body_of(each.folder), re.DOTALL | re.MULTILINE))
    for config, splits in each.loaded.items():
        named = re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", sections[config], re.MULTILINE)
        assert named == list(next(iter(splits.values())).features)


def paths_in(feature, path):
    """The paths of a column and of every member of it."""
    yield path
    inner = getattr(feature, "feature", feature)
    if isinstance(inner, dict):
        for name, member in inner.items():
            yield from paths_in(member, f"{path}.{name}")


def test_a_columns_labels_stand_in_the_order_of_their_numbers(each):
    for name in ("label", "type", "part"):
        column = "mentions" if name == "label" else "quotes"
        names = each.loaded["sentences"]["train"].features[column].feature[name].names
        (line,) = re.findall(rf"^\| `{column}\[\]\.{name}` \| `ClassLabel` \| .*$", sentences_in(each), re.MULTILINE)
        assert line.endswith(f": {', '.join(f'`{label}`' for label in names)} |")


def sentences_in(release):
    """What the card says of the columns of the sentences."""
    return body_of(release.folder).partition("### `sentences`")[2].partition("\n### ")[0]


def test_of_many_labels_a_column_names_some():
    from datasets import ClassLabel, Features

    (column,) = columns_of("tokens", Features({"ner_tags": ClassLabel(names=[f"L{n}" for n in range(12)])}))
    assert column.meaning.endswith("`L7`, `L8` and 3 more")


def test_a_citation_that_cannot_be_read_stops_the_build(corpus, tmp_path):
    (corpus / "CITATION.cff").write_text("authors: [", encoding="utf-8")
    with pytest.raises(UnusableCitationError, match=r"CITATION\.cff is no YAML"):
        card_of(corpus, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_every_meaning_is_of_a_column():
    columns = features(Store(TOY).scheme)
    paths = [
        (config, path)
        for config in columns
        for name in columns[config]
        for path in paths_in(columns[config][name], name)
    ]
    deciding = {next(end for end in ends(config, path) if end in MEANINGS) for config, path in paths}
    assert deciding == set(MEANINGS)


def lines_of_a_card(articles):
    """How many lines the card of a corpus of so many articles by as many annotators has."""
    store = Store(TOY)
    article, statistics = store.article("storm-warning"), Statistics(store.scheme)
    annotation = Annotation(article.id, "", "1.2", article.text_sha256, "complete")
    roster = {f"p{number}": Annotator(f"p{number}", "human") for number in range(articles)}
    for number in range(articles):
        by = replace(annotation, annotator=f"p{number}")
        rights = Rights(f"LicenseRef-{number}", "allowed")
        one = replace(article, id=f"a{number}", rights=rights, source=replace(article.source, publisher=f"P{number}"))
        statistics.add(Source(one, (by,), roster, by, "gold", "train", None, store.scheme))
    contents = {config: {"train": Written(("train",), 1, "0", 1, 1)} for config in features(store.scheme)}
    return card(store.settings, statistics, contents, features(store.scheme), beside=Beside()).count("\n")


def test_a_card_does_not_grow_with_its_corpus():
    assert lines_of_a_card(30) == lines_of_a_card(400)


def test_every_config_has_a_version_and_one_is_the_default(each):
    configs = metadata_of(each.folder)["configs"]
    assert [config["config_name"] for config in configs] == list(each.loaded)
    assert {config["version"] for config in configs} == {each.release.version}
    assert [config["config_name"] for config in configs if config.get("default")] == ["sentences"]


def test_what_was_loaded_is_of_the_cards_version(each):
    for splits in each.loaded.values():
        assert {str(rows.info.version) for rows in splits.values()} == {each.release.version}


def test_counts_and_sizes_are_those_of_the_files(each):
    for described in metadata_of(each.folder)["dataset_info"]:
        loaded = each.loaded[described["config_name"]]
        assert {split["name"]: split["num_examples"] for split in described["splits"]} == {
            split: len(rows) for split, rows in loaded.items()
        }
        for split in described["splits"]:  # a reader's tables have a bitmap of nulls more or less
            assert split["num_bytes"] == pytest.approx(loaded[split["name"]].data.nbytes, rel=0.03)
        files = (each.folder / described["config_name"]).iterdir()
        assert described["download_size"] == sum(path.stat().st_size for path in files)
        assert described["dataset_size"] == sum(split["num_bytes"] for split in described["splits"])


def test_every_file_that_the_card_names_is_there(each):
    named = {
        path
        for config in metadata_of(each.folder)["configs"]
        for data_file in config["data_files"]
        for path in data_file["path"]
    }
    assert named == {path.relative_to(each.folder).as_posix() for path in each.folder.rglob("*.parquet")}


def test_a_configs_description_changes_with_its_rows_and_with_nothing_else(corpus, toy, tmp_path):
    edit(
        corpus / "annotations/tram-delays/lin.json", lambda annotation: annotation["entities"][0].update(name="REDLEK")
    )
    card_of(corpus, tmp_path / "out")
    before, after = (
        {config["config_name"]: config["description"] for config in metadata_of(folder)["configs"]}
        for folder in (toy.folder, tmp_path / "out")
    )
    assert {config for config in before if before[config] != after[config]} == {"sentences", "entities", "annotations"}


def test_the_hub_reads_its_metadata(each):
    from huggingface_hub import DatasetCard

    card = DatasetCard(text_of(each.folder))
    assert card.data.license == "other" if (each.folder / "LICENSE").exists() else "unknown"
    assert card.data.size_categories == ["n<1K"]


def test_its_metadata_says_what_the_data_is(main, toy):
    said = metadata_of(main.folder)
    assert said["language"] == ["fr"]
    assert said["multilinguality"] == ["monolingual"]
    assert said["annotations_creators"] == ["machine-generated"]
    assert said["task_ids"] == ["named-entity-recognition"]
    assert said["source_datasets"] == ["original"]
    assert metadata_of(toy.folder)["multilinguality"] == ["multilingual"]


def test_its_categories_are_those_that_the_hub_knows(each):
    known = {
        "size_categories": resource("size_categories"),
        "multilinguality": resource("multilingualities"),
        "language": resource("languages"),
        "language_creators": resource("creators")["language"],
        "annotations_creators": resource("creators")["annotations"],
    }
    for key, values in known.items():
        assert set(metadata_of(each.folder)[key]) <= set(values)


def resource(name):
    """A list of what the Hub knows, as ``datasets`` carries it."""
    return json.loads(resources.files("datasets.utils.resources").joinpath(f"{name}.json").read_text())


def test_the_first_corpus_says_the_truth_in_its_first_paragraph(main):
    said = first_paragraph(main.folder)
    for truth in (
        "one French news article",
        "reads as a machine translation",
        "unknown source",
        "unknown rights",
        "made and adjudicated by a language model; no person has checked them",
        "self-consistency of a model, not agreement between people",
        "Train and test come from one article, so report no scores",
        "Stances are what an article ascribes to people, not what they think",
    ):
        assert truth in said
    assert "\n" not in said


def test_the_first_corpuss_figures_are_called_self_consistency_where_they_stand(main):
    body = body_of(main.folder)
    table = body.partition("Exact agreement")[2].partition("## Labels")[0]
    assert "self-consistency, *not* agreement between people" in table
    assert "between models (one pair)" in table
    for layer, figure in {"mentions": "0.99", "cues": "0.93", "quotes": "0.97", "stances": "0.82"}.items():
        assert f"| {layer} | {figure} |" in table


def test_a_pilot_is_called_no_benchmark_and_its_overlap_is_told(main, toy):
    for config in ("entities", "articles", "annotations"):
        assert f"`{config}`" in body_of(main.folder).partition("**No benchmark.**")[2].partition("##")[0]
    assert "a pilot: scores and structure may change" in body_of(main.folder)
    assert "benchmark" not in body_of(toy.folder)
    assert "one article" not in body_of(toy.folder)


def test_rights_that_are_not_all_cleared_forbid_making_it_public(main, toy):
    for each in (main, toy):
        assert "Do not make this copy public" in body_of(each.folder)
    assert "| CC0-1.0 | stand-off-only | 2 |" in body_of(toy.folder)


def test_of_several_articles_the_card_says_how_many(toy):
    said = first_paragraph(toy.folder)
    assert "13 English and French news articles" in said
    assert "10 of them annotated with who says what" in said
    assert "9 of 13 articles are of unknown source" in said
    assert "1 of 13 articles is of unknown rights" in said
    assert "Some of its labels were made by language models" in said
    assert "1 of 13 articles is annotated and not yet adjudicated. 2 of 13 articles are not annotated." in body_of(
        toy.folder
    )


def test_who_annotated_and_who_ruled_is_told_with_how_often(main, toy):
    person, model = "a\N{NO-BREAK SPACE}person", "a\N{NO-BREAK SPACE}model"
    assert f"| `lin` | {person} | fr, en | 6 | 0 | A made-up person. |" in body_of(toy.folder)
    assert f"| `sol` | {person} | fr | 4 | 1 | Another made-up person, who also rules. |" in body_of(toy.folder)
    assert f"| `m1` | {model} | fr, en | 3 | 1 | A made-up model. |" in body_of(toy.folder)
    assert f"| `a3` | {model} | fr | 0 | 1 |" in body_of(main.folder)


def test_agreement_is_told_apart_by_who_is_compared(toy):
    table = body_of(toy.folder).partition("Exact agreement")[2].partition("## Labels")[0]
    assert "| layer | between people (one pair) | between people and models (one pair) |" in table
    assert "| stances | 0.93 | – |" in table
    assert "self-consistency" not in body_of(toy.folder)


def test_labels_are_counted_in_each_split(toy):
    lines = body_of(toy.folder).splitlines()
    (header,) = (line for line in lines if line.startswith("| config |"))
    assert header == "| config | what a row is | train | validation | test | full |"
    names = toy.loaded["stance"]["train"].features["label"].names
    for name in names:
        (line,) = (line for line in lines if line.startswith(f"| `{name}` |"))
        counts = [
            sum(names[label] == name for label in toy.loaded["stance"][split]["label"])
            for split in ("train", "validation", "test")
        ]
        assert [int(cell) for cell in line.split("|")[3:-1]] == counts


def test_a_corpus_of_people_is_not_called_a_models(corpus, tmp_path):
    remove(corpus, *MODELS)
    said = card_of(corpus, tmp_path / "out")
    body = body_of(tmp_path / "out")
    made = body.partition("## How it was made")[2].partition("## Labels")[0]
    for word in ("model", "no person", "self-consistency"):
        assert word not in said
        assert word not in made.replace("`silver` where only models did", "")
    assert "by models alone" not in body
    assert metadata_of(tmp_path / "out")["annotations_creators"] == ["expert-generated"]
    assert "| layer | between people (one pair) |" in body


def test_who_only_skipped_has_not_checked_a_models_labels(corpus, tmp_path):
    for path in (corpus / "annotations").glob("*/*.json"):
        if path.stem not in ("m1", "annotators") and path.parent.name != "storm-warning":
            path.unlink()
    (corpus / "annotations/storm-warning/lin.json").unlink()
    said = card_of(corpus, tmp_path / "out")
    assert "Its labels were made by a language model; no person has checked them." in said
    assert metadata_of(tmp_path / "out")["annotations_creators"] == ["machine-generated"]


def test_figures_between_models_beside_others_are_called_what_they_are(corpus, tmp_path):
    annotators = corpus / "annotations/annotators.json"
    edit(annotators, lambda listed: listed.append({"id": "m2", "kind": "model"}))
    first = corpus / "annotations/museum-night/m1.json"
    shutil.copyfile(first, first.with_name("m2.json"))
    edit(first.with_name("m2.json"), lambda annotation: annotation.update(annotator="m2"))
    card_of(corpus, tmp_path / "out")
    table = body_of(tmp_path / "out").partition("Exact agreement")[2].partition("## Labels")[0]
    assert "Between models it is self-consistency." in table
    assert "| between models (one pair) |" in table


def test_flags_of_several_articles_are_counted(corpus, tmp_path):
    edit(corpus / "annotations/tram-delays/lin.json", lambda annotation: annotation.update(flags=["bad-translation"]))
    assert "1 of 13 articles is flagged “badly translated”." in card_of(corpus, tmp_path / "out")


def test_a_flag_without_a_definition_is_named(pilot, tmp_path):
    corpus = shutil.copytree(pilot.corpus, tmp_path / "corpus")
    scheme = corpus / "schema/scheme.toml"
    text = re.sub(r'(id = "bad-segmentation"\ntitle = .*\n)definition = .*\n', r"\1", scheme.read_text())
    scheme.write_text(text)
    for path in (corpus / "annotations" / PILOT).glob("*.json"):
        if path.stem != "rulings":
            edit(path, lambda annotation: annotation.update(flags=["bad-segmentation"]))
    assert "It is flagged “badly segmented”." in card_of(corpus, tmp_path / "out")


def test_a_release_without_a_licence_names_none(corpus, tmp_path):
    (corpus / "annotations/LICENSE").unlink()
    card_of(corpus, tmp_path / "out")
    assert metadata_of(tmp_path / "out")["license"] == "unknown"
    assert "license_link" not in metadata_of(tmp_path / "out")
    assert "come without a licence so far" in body_of(tmp_path / "out")
    assert "`LICENSE`" not in body_of(tmp_path / "out")


def test_where_every_article_may_be_passed_on_nothing_is_forbidden(corpus, tmp_path):
    for path in (corpus / "corpus").glob("*.json"):
        edit(path, lambda article: article["rights"].update(text="CC0-1.0", redistribution="allowed"))
    card_of(corpus, tmp_path / "out")
    assert "make this copy public" not in body_of(tmp_path / "out")
    assert "are under the licence in `LICENSE`." in body_of(tmp_path / "out")


def test_languages_are_listed_and_an_unknown_one_by_its_tag(corpus, tmp_path):
    edit(corpus / "corpus/library-hours.json", lambda article: article.update(language="sco"))
    assert "13 English, French and sco news articles" in card_of(corpus, tmp_path / "out")
    assert metadata_of(tmp_path / "out")["language"] == ["en", "fr", "sco"]


def test_a_scheme_without_english_speaks_its_first_language(pilot, tmp_path):
    corpus = shutil.copytree(pilot.corpus, tmp_path / "corpus")
    scheme = corpus / "schema/scheme.toml"
    scheme.write_text(re.sub(r', en = "(?:[^"\\]|\\.)*" }', " }", scheme.read_text()).replace('["fr", "en"]', '["fr"]'))
    card_of(corpus, tmp_path / "out")
    assert "Personne nommée, sans titre ni fonction." in body_of(tmp_path / "out")


def test_hostile_texts_break_no_table_and_make_no_markup(corpus, toy, tmp_path):
    tame = toy.folder
    said = json.dumps(HOSTILE)
    scheme = corpus / "schema/scheme.toml"
    lines = [
        re.sub(r'(?<=[{,] )(fr|en) = "[^"]*"', lambda found: f"{found[1]} = {said}", line)
        if line.startswith(("title", "definition"))
        else line
        for line in scheme.read_text().splitlines()
    ]
    scheme.write_text("\n".join(lines))
    replace_in(corpus / "pyproject.toml", '"Toy: made-up news, who says what"', json.dumps(HOSTILE_LINE))
    edit(corpus / "corpus/library-hours.json", lambda article: article["rights"].update(text=HOSTILE))
    for path in (corpus / "corpus").glob("*.json"):
        edit(path, lambda article: article.update(title=HOSTILE))
    card_of(corpus, tmp_path / "out")
    assert shape_of(body_of(tmp_path / "out")) == shape_of(body_of(tame))
    assert inline_types(body_of(tmp_path / "out")) - {"text_special"} == inline_types(body_of(tame)) - {"text_special"}
    assert metadata_of(tmp_path / "out")["pretty_name"] == HOSTILE_LINE
    assert "<script>" not in FENCED.sub("", body_of(tmp_path / "out"))
    assert [config["config_name"] for config in metadata_of(tmp_path / "out")["configs"]] == list(toy.loaded)


def test_french_marks_keep_to_their_words():
    assert (
        as_text("« oui » :  ça va ?\n")
        == "«\N{NO-BREAK SPACE}oui\N{NO-BREAK SPACE}»\N{NO-BREAK SPACE}: ça va\N{NO-BREAK SPACE}?"
    )
    assert as_text("«\N{NARROW NO-BREAK SPACE}non\u2028»") == "«\N{NARROW NO-BREAK SPACE}non\N{NO-BREAK SPACE}»"


def test_a_decision_on_rights_says_as_much_as_is_recorded():
    assert decision(Rights()) == "–"
    assert decision(Rights(decided_by="Ada", date="2031-03-10", basis="letter")) == "Ada, 2031-03-10: letter"
    assert decision(Rights(basis="letter")) == "letter"


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        (0, "n<1K"),
        (999, "n<1K"),
        (1000, "1K<n<10K"),
        (10_000, "10K<n<100K"),
        (100_000, "100K<n<1M"),
        (1_000_000, "1M<n<10M"),
        (10_000_000, "10M<n<100M"),
        (999_999_999_999, "100B<n<1T"),
        (1_000_000_000_000, "n>1T"),
    ],
)
def test_sizes_are_the_hubs_categories(rows, size):
    from quidit.release.card.configs import size_category

    assert size_category(rows) == size
    assert size in resource("size_categories")
