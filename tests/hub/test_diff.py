"""Comparing what is published: versions of a dataset on a Hub, with each other and with a folder."""

import json

from hub.releasing import NAME, run


def test_two_published_versions_are_compared_and_one_with_the_folder_that_it_came_from(
    hub, begin, publisher, toy, toy_grown
):
    hub.make(NAME)
    for folder in (toy, toy_grown):
        run(begin(folder))
    result = publisher("diff", f"{NAME}@v1.0.0", f"{NAME}@v1.1.0", "--json")
    assert (result.returncode, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert (found["before"], found["after"], found["bump"]) == ("1.0.0", "1.1.0", "minor")
    assert {reason["rule"]: reason["ids"] for reason in found["reasons"] if reason["bump"] == "minor"} == {
        "data-corrected": ["tram-delays#m1"]
    }
    same = publisher("diff", toy_grown, f"{NAME}@v1.1.0")
    assert (same.returncode, same.stdout) == (0, "toy 1.1.0 and 1.1.0: nothing differs.\n")


def test_a_version_that_was_never_published_is_wrong_usage(hub, begin, publisher, toy):
    hub.make(NAME)
    run(begin(toy))
    result = publisher("diff", toy, f"{NAME}@v9.0.0")
    assert result.returncode == 2
    assert "v9.0.0" in result.stderr
