"""Failures: what can be wrong between a corpus and a Label Studio server, each said in one sentence."""

from __future__ import annotations

from quidit.problems import QuiditError


class LabelStudioError(QuiditError, ConnectionError):
    """Base of whatever goes wrong with a Label Studio server."""


class NoServerError(LabelStudioError):
    """Nobody has said which server, or with which token."""


class UnreachableError(LabelStudioError):
    """Nothing answers at the URL, or it stopped answering."""


class NotLabelStudioError(LabelStudioError):
    """Something answers at the URL, and it is no Label Studio."""


class WrongTokenError(LabelStudioError):
    """The server does not know the token, or the token may not do what was asked."""


class UnknownProjectError(LabelStudioError):
    """The server has no such project."""


class ForeignProjectError(LabelStudioError):
    """A project whose configuration is not ours, or would lose labels, or that is another annotator's or corpus's."""


class RefusedError(LabelStudioError):
    """The server understood and said no; the message quotes it."""


class UncertainError(UnreachableError):
    """No answer came to something that must not be sent twice unseen.

    ``arrived`` is False where it certainly had no effect.
    """

    def __init__(self, message: str, *, arrived: bool) -> None:
        super().__init__(message)
        self.arrived = arrived


class NoSuggestionsError(QuiditError, ValueError):
    """Suggestions are asked of somebody who is no annotator."""
