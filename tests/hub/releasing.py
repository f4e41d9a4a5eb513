"""Releases on their way to a Hub of the tests, in the tests' own process."""

from hub.server import TOKEN
from quidit.release.edition import Edition
from quidit.remote.hub.calls import quietly
from quidit.remote.hub.delivery import Delivery
from quidit.remote.hub.repository import HubRepository

NAME = "ada/toy"


def delivery(hub, folder, *, patience=30.0, **options):
    """A delivery of the release in a folder to the Hub."""
    from huggingface_hub import HfApi

    return Delivery(
        HubRepository(NAME, HfApi(endpoint=hub.url, token=TOKEN), patience), Edition.open(folder), **options
    )


def run(begun):
    with quietly():
        return begun.run(lambda _: None)
