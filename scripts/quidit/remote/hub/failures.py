"""Failures: what can go wrong between a release and a Hub, each said in one sentence."""

from __future__ import annotations

from quidit.problems import QuiditError


class HubError(QuiditError, ConnectionError):
    """Base of whatever makes a Hub, or a repository on it, unusable for what was asked."""


class NoHubTokenError(HubError):
    """Nobody has said who publishes, or the Hub does not let them."""


class UnreachableHubError(HubError):
    """Nothing answers at the Hub's address, or it stopped answering."""


class NoHubError(HubError):
    """Something answers that is no Hub."""


class UnknownRepositoryError(HubError):
    """The Hub has no such dataset, revision or file, or does not show it to this token."""


class UnknownRevisionError(UnknownRepositoryError):
    """A dataset has no such tag, branch or commit."""


class HubRefusalError(HubError):
    """The Hub understood and said no; the message quotes it."""


class PublicRepositoryError(HubError):
    """A repository was to be private, and everybody reads it."""


class BusyRepositoryError(HubError):
    """Others keep changing the repository, or it keeps failing in the middle."""


class AddressError(QuiditError, ValueError):
    """Words that do not name a dataset on a Hub."""


class NotAsTaggedError(QuiditError, ValueError):
    """A release that is not what the tag of its version makes, or has no tag."""


class TakenVersionError(QuiditError, ValueError):
    """A version that is published already, with other content; what was published never changes."""


class ForeignChangesError(QuiditError, ValueError):
    """Files on the Hub that a publication would lose, and that no release put there."""


class NotAsPublishedError(QuiditError, RuntimeError):
    """What a reader gets from the Hub is not what was sent."""


class StaleError(HubError):
    """Somebody else's commit or tag came first: look again."""


class UncertainError(UnreachableHubError):
    """Something that changes the repository was asked and may or may not have been done: look again."""
