"""Comparing what is published: versions of a dataset on a Hub, with each other and with a folder."""

import json

TOY = "ada/toy"


def test_two_published_versions_are_compared_and_one_with_the_folder_that_it_came_from(publisher, toy, toy_grown):
    for folder in (toy, toy_grown):
        publisher.publish(TOY, folder)
    result = publisher("diff", f"{TOY}@v1.0.0", f"{TOY}@v1.1.0", "--json")
    assert (result.returncode, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert (found["before"], found["after"], found["bump"]) == ("1.0.0", "1.1.0", "minor")
    assert {reason["rule"]: reason["ids"] for reason in found["reasons"] if reason["bump"] == "minor"} == {
        "data-corrected": ["tram-delays#m1"]
    }
    same = publisher("diff", toy_grown, f"{TOY}@v1.1.0")
    assert (same.returncode, same.stdout) == (0, "toy 1.1.0 and 1.1.0: nothing differs.\n")


def test_a_version_that_was_never_published_is_wrong_usage(publisher, toy):
    publisher.publish(TOY, toy)
    result = publisher("diff", toy, f"{TOY}@v9.0.0")
    assert result.returncode == 2
    assert "v9.0.0" in result.stderr
