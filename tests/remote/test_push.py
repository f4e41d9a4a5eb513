"""Pushing: what is missing is sent, once, and nothing of anybody else's is touched."""

import json
import re

import pytest

from quidit.generate.label_studio import label_studio_config
from quidit.remote import push as pushing
from quidit.remote.failures import ForeignProjectError
from quidit.remote.projects import existing
from quidit.remote.push import push
from quidit.store import Store
from quidit.text import sha256

ARTICLE = "garanties-ukraine"


def projects(studio, wish):
    return studio.connection.get("/api/projects/", {"title": wish.title})["results"]


def test_pushing_twice_sends_nothing(studio, toy, wish):
    heard = []
    first = push(toy, studio.connection, wish(toy), progress=heard.append)
    assert (first.config, first.sent, first.present, first.problems) == ("made", len(toy.article_ids()), 0, ())
    assert sorted(heard) == toy.article_ids()
    second = push(toy, studio.connection, wish(toy))
    assert (second.config, second.sent, second.present) == ("kept", 0, first.sent)
    assert len(projects(studio, wish(toy))) == 1
    assert projects(studio, wish(toy))[0]["task_number"] == first.sent


def test_a_new_article_is_sent_and_no_other(studio, toy, wish):
    push(toy, studio.connection, wish(toy))
    raw = json.loads((toy.root / f"corpus/{toy.article_ids()[0]}.json").read_text())
    text = "Une phrase de plus."
    said = {
        **raw,
        "id": "une-de-plus",
        "text_sha256": sha256(text),
        "paragraphs": [text],
        "sentences": [[0, len(text)]],
    }
    (toy.root / "corpus/une-de-plus.json").write_text(json.dumps(said))
    pushed = push(toy, studio.connection, wish(toy))
    assert (pushed.sent, pushed.present) == (1, len(toy.article_ids()) - 1)
    assert "une-de-plus" in studio.tasks(wish(toy))


def test_a_dry_run_sends_nothing(studio, quidit, toy, wish):
    result = quidit(toy, "push", "--annotator", "ana", "--dry-run", **studio.environment)
    said = f"{len(toy.article_ids())} articles would be sent, 0 there already, the project would be made.\n"
    assert said in result.stdout
    assert projects(studio, wish(toy)) == []
    push(toy, studio.connection, wish(toy), suggestions="none")
    (toy.root / "schema/scheme.toml").write_text((toy.root / "schema/scheme.toml").read_text() + NEW_ISSUE)
    again = push(Store(toy.root), studio.connection, wish(toy), dry_run=True)
    assert (again.config, again.sent) == ("updated", 0)
    assert "new-bridge-2" not in projects(studio, wish(toy))[0]["label_config"]


NEW_ISSUE = """
[[issues]]
id = "new-bridge-2"
reads = { fr = "construire un second pont", en = "building a second bridge" }
"""


def test_an_older_configuration_of_ours_is_brought_up_to_date(studio, toy, wish):
    push(toy, studio.connection, wish(toy))
    scheme = toy.root / "schema/scheme.toml"
    scheme.write_text(scheme.read_text() + NEW_ISSUE)
    renewed = Store(toy.root)
    assert push(renewed, studio.connection, wish(toy)).config == "updated"
    assert "new-bridge-2" in projects(studio, wish(toy))[0]["label_config"]
    assert push(renewed, studio.connection, wish(toy)).config == "kept"


def test_a_configuration_is_not_changed_where_a_label_would_vanish(studio, toy, wish):
    scheme = toy.root / "schema/scheme.toml"
    plain = scheme.read_text()
    scheme.write_text(plain + NEW_ISSUE)
    push(Store(toy.root), studio.connection, wish(toy))
    before = projects(studio, wish(toy))[0]["label_config"]
    scheme.write_text(plain)
    with pytest.raises(ForeignProjectError, match="issue new-bridge-2"):
        push(Store(toy.root), studio.connection, wish(toy))
    assert projects(studio, wish(toy))[0]["label_config"] == before


def test_the_screen_speaks_the_language_that_is_asked_for(studio, toy, wish):
    for language in ("en", "fr"):
        push(toy, studio.connection, wish(toy, language=language))
        config = existing(studio.connection, wish(toy)).config
        assert config.strip() == label_studio_config(toy.scheme, language).strip()
    push(toy, studio.connection, wish(toy))
    assert existing(studio.connection, wish(toy)).config == config, "not asked for, it stays"


def test_a_title_that_label_studio_would_refuse_is_shortened(studio, toy, wish):
    long = wish(toy, "a-person-with-a-very-long-pseudonym-indeed")
    assert len(long.title) <= 50
    assert push(toy, studio.connection, long).sent == push(toy, studio.connection, long).present


def test_suggestions_travel_with_who_made_them(studio, store, wish):
    push(store, studio.connection, wish(store), suggestions="a2")
    assert studio.tasks(wish(store))[ARTICLE]["data"]["begun_from"].startswith("a2 ")
    push(store, studio.connection, wish(store, "bea"), suggestions="none")
    kinds = {each["from_name"] for each in studio.tasks(wish(store, "bea"))[ARTICLE]["predictions"][0]["result"]}
    assert kinds == {"sentence"}


def test_the_stream_of_tasks_shows_every_suggestion_whoever_made_it(studio, toy, wish):
    push(toy, studio.connection, wish(toy, "lin"), suggestions="sol")
    shown = []
    for _ in toy.article_ids():
        task = studio.connection.get(f"/api/projects/{studio.project(wish(toy, 'lin'))}/next")
        shown.append((task["data"]["begun_from"].split()[0], len(task["predictions"])))
        studio.submit(task)
    assert {count for _, count in shown} == {1}
    assert {producer for producer, _ in shown} == {"lin", "sol", "quidit"}


def test_suggestions_of_nobody_are_refused(studio, quidit, store):
    result = quidit(store, "push", "--annotator", "ana", "--suggestions", "zoe", **studio.environment)
    assert result.returncode == 2
    assert "zoe is not in annotations/annotators.json" in result.stderr


def test_an_article_that_cannot_be_sent_is_told_and_the_others_go(studio, quidit, toy, wish):
    first, second, *_ = toy.article_ids()
    path = toy.root / f"corpus/{first}.json"
    path.write_text(re.sub(r'"text_sha256": ".{64}"', f'"text_sha256": "{"0" * 64}"', path.read_text()))
    (toy.root / f"corpus/{second}.json").write_text("{")
    result = quidit(toy, "push", "--annotator", "ana", **studio.environment)
    assert result.returncode == 1
    assert f"corpus/{first}.json: error QD731 not sent: " in result.stdout
    assert f"corpus/{second}.json:1:" in result.stdout
    assert sorted(studio.tasks(wish(toy))) == toy.article_ids()[2:]


def test_requests_stay_small(studio, toy, wish, proxy, monkeypatch):
    monkeypatch.setattr(pushing, "_CHUNK_BYTES", 20_000)
    from quidit.remote.connection import Connection

    connection = Connection.open(proxy.url, studio.token)
    push(toy, connection, wish(toy))
    connection.close()
    assert [path.endswith("/import") for method, path in proxy.seen if method == "POST"].count(True) > 1
    assert sorted(studio.tasks(wish(toy))) == toy.article_ids()


def test_the_result_can_be_read_by_a_program(studio, quidit, toy):
    said = json.loads(quidit(toy, "push", "--annotator", "ana", "--json", **studio.environment).stdout)
    assert said["projects"][0] | {"url": ""} == {
        "annotator": "ana",
        "project": f"{toy.settings.dataset} – ana",
        "url": "",
        "config": "made",
        "present": 0,
        "sent": len(toy.article_ids()),
    }
    standings = json.loads(quidit(toy, "status", "--annotator", "ana", "--json", **studio.environment).stdout)
    assert {each["stage"] for each in standings} == {"pushed"}
    shown = quidit(toy, "status", "--annotator", "ana", **studio.environment).stdout
    assert len(shown.splitlines()) == len(toy.article_ids())


def test_an_annotators_list_shows_titles_and_how_far_each_article_is(studio, toy, wish):
    project = push(toy, studio.connection, wish(toy)).project.id
    (view,) = studio.connection.get("/api/dm/views/", {"project": project})
    columns = studio.connection.get("/api/dm/columns/", {"project": project})["columns"]
    names = {f"tasks:{'data.' if each.get('parent') == 'data' else ''}{each['id']}" for each in columns}
    shown = names - set(view["data"]["hiddenColumns"]["explore"])
    assert shown == {"tasks:data.title", "tasks:total_annotations", "tasks:cancelled_annotations", "tasks:draft_exists"}
