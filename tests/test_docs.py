"""The documentation: every link leads somewhere, and the output that the guides show is what the command says."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from corpora import REPOSITORY, quidit
from quidit.starting import start
from repositories import git, repository

PAGES = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md"), *REPOSITORY.glob("annotations/*.md")])
GUIDES = [REPOSITORY / "docs" / f"contributing-an-article.{language}.md" for language in ("en", "fr")]
MARKET = "Le marché de Valmont ouvrira samedi. « Nous attendons trente producteurs », dit la maire.\n"


def links(page: Path) -> list[str]:
    """Where a page's links lead."""
    tokens = MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))
    inline = [child for token in tokens for child in token.children or ()]
    return [str(child.attrs["href"]) for child in inline if child.type == "link_open"]


def anchors(page: Path) -> set[str]:
    """The places of a page that links can lead to: its headings, as GitHub names them."""
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    headings = [tokens[number + 1] for number, token in enumerate(tokens) if token.type == "heading_open"]
    texts = ["".join(child.content for child in heading.children or ()) for heading in headings]
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in texts}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPOSITORY).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for link in links(page):
        path, _, anchor = unquote(link).partition("#")
        if "://" in path or path.startswith("mailto:"):
            continue
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_the_guide_shows_what_a_contributor_is_told(guide: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    start(corpus, "fr")
    git(repository(corpus), "checkout", "--quiet", "-b", "marche")
    (tmp_path / "marche.txt").write_text(MARKET, encoding="utf-8")
    commands = re.search(r"```console\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)[1].splitlines()  # type: ignore[index]  # else the test fails
    (add,) = (line.split()[1:] for line in commands if line.startswith("quidit add"))
    (validate,) = (line.split()[1:] for line in commands if line.startswith("quidit validate"))
    added = quidit(*(word.replace("~", str(tmp_path)) for word in add), cwd=corpus)
    assert added.returncode == 0, added.stderr
    sound = quidit(*validate, cwd=corpus)
    assert (sound.returncode, sound.stdout) == (0, "1 article and 0 annotations checked: 0 errors, 0 warnings.\n")
    article = corpus / "corpus" / "marche.json"
    article.write_text(article.read_text(encoding="utf-8").replace("trente", "quarante"), encoding="utf-8")
    told = quidit(*validate, cwd=corpus)
    assert told.returncode == 1
    assert f"```\n{told.stdout}```\n" in guide.read_text(encoding="utf-8")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_the_guides_name_verbs_options_and_rules_that_exist(guide: Path) -> None:
    from quidit.checks.catalogue import CATALOGUE

    text = guide.read_text(encoding="utf-8")
    assert set(re.findall(r"QD[0-9]{3}", text)) <= {rule.code for rule in CATALOGUE} | {"QD015"}
    shown = quidit("add", "--help", cwd=REPOSITORY).stdout
    assert set(re.findall(r"`(--[a-z]+)`", text)) <= set(re.findall(r"--[a-z]+", shown))
    assert len(re.findall(r"^## ", GUIDES[0].read_text(encoding="utf-8"), re.MULTILINE)) == len(
        re.findall(r"^## ", text, re.MULTILINE)
    )
