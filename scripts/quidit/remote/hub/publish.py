"""Publishing: a built release on the Hub, in one commit and under one tag that never moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from quidit.release.edition import Edition
from quidit.remote.hub.address import Address
from quidit.remote.hub.calls import PATIENCE, quietly, token
from quidit.remote.hub.delivery import Delivery
from quidit.remote.hub.failures import AddressError, NoHubTokenError, PublicRepositoryError
from quidit.remote.hub.form import Form, form_for
from quidit.remote.hub.reader import require_same
from quidit.remote.hub.repository import HubRepository
from quidit.remote.hub.steps import Proposed, Published, Send, Step, Tag
from quidit.remote.hub.tagged import require_tagged

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How a release is to be published: where, and what may happen there.

    With ``pull`` a pull request is made, which somebody merges; with ``overwrite`` files that others put there go.
    ``corpus`` is whose tag the release is held against where its folder lies in no corpus, and with ``untagged`` a
    release is published that has no tag. ``patience`` is in seconds of silence after which the Hub counts as gone.
    """

    name: str
    private: bool = False
    pull: bool = False
    overwrite: bool = False
    dry_run: bool = False
    corpus: Path | None = None
    untagged: bool = False
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication came to; for a dry run, what it would come to.

    Attributes:
        name: ``ORG/NAME``.
        url: where people look at it.
        is_new: whether the repository was made for it.
        is_private: whether the Hub says that the repository is private.
        source: the tag of the corpus that makes the release; empty where none was at hand to compare with.
        form: whole or stand-off, and why; its files may be gone.
        step: the last one: published, proposed as a pull request, or what a dry run stopped at.
        sent: what was sent; None where all was there already.
        bytes: how much that is.
        worded: tags at which everybody reads a release in full text, though the words of this one stay in the house.
        has_token: whether there is a token to publish with; only a dry run goes without one.
    """

    name: str
    url: str
    is_new: bool
    is_private: bool
    source: str
    form: Form
    step: Step
    sent: Send | None
    bytes: int
    worded: tuple[str, ...]
    has_token: bool

    @property
    def tag(self) -> str:
        """The tag under which the release stands, or will once its pull request is merged."""
        return f"v{self.form.edition.version}"

    @property
    def commit(self) -> str:
        """The commit that has the tag; empty where there is none yet."""
        return self.step.commit if isinstance(self.step, Published | Tag) else ""

    @property
    def pull(self) -> str:
        """The ref of the pull request that holds the release, where one was wanted and is not merged yet."""
        return self.step.ref if isinstance(self.step, Proposed) else ""


def publish(folder: Path, wish: Wish, progress: Progress = lambda _: None) -> Publication:
    """The release in the folder, published, tagged, and loaded back from the Hub by a reader with empty caches.

    However it ends, doing it again goes on where it stopped, and does nothing where all is done. Full text goes only
    where every article may be passed on, or into a repository that the Hub itself says is private; else the stand-off
    form goes. ``progress`` hears of each step.

    Raises:
        AddressError: the name is none that a repository can have.
        NoEditionError, BrokenEditionError: the folder holds no release, or not the one that its manifest describes.
        NotAsTaggedError: the corpus is at hand, and the tag of the version is not, or makes something else.
        NoStandoffError: its words may not go there, and it has no stand-off form.
        HubError: the Hub or the repository cannot be used for this; the message says why.
        TakenVersionError, ForeignChangesError: it would change what was published, or lose what others put there.
        NotAsPublishedError: what the reader gets is not what was sent.
    """
    if Address.of(wish.name).revision:
        raise AddressError(f"{wish.name!r} names a revision, and the tag follows from the release; write ORG/NAME")
    edition = Edition.open(folder)
    edition.require_whole()
    source = require_tagged(edition, wish.corpus, untagged=wish.untagged)
    with quietly():
        repository = HubRepository.named(wish.name, wish.patience)
        found = repository.is_private()
        private = wish.private if found is None else found
        _require_usable(repository, wish, private=private)
        with form_for(edition, private=private) as form:
            if found is None and not wish.dry_run:
                repository.make(private=private)
            delivery = Delivery(repository, form.edition, wish.pull, wish.overwrite, form.must_be_private)
            step = _planned(delivery, is_new=found is None) if wish.dry_run else _carried_out(delivery, progress)
            sent = step if isinstance(step, Send) else delivery.sent
            size = delivery.bytes_of(sent)
            worded = delivery.worded() if form.kept and not private and found is not None else ()
    return Publication(
        wish.name, repository.url, found is None, private, source, form, step, sent, size, worded, bool(token())
    )


def _require_usable(repository: HubRepository, wish: Wish, *, private: bool) -> None:
    """Whoever publishes may do so, and a repository that was to be private is.

    Raises:
        NoHubTokenError: nobody has said who publishes.
        PublicRepositoryError: everybody reads it.
    """
    if wish.private and not private:
        raise PublicRepositoryError(
            f"{repository.url} is public, and it was to be private; make it private in its settings, or publish without "
            "--private"
        )
    if not wish.dry_run and not token():
        raise NoHubTokenError(
            "there is no token to publish with; set HF_TOKEN to one that may write, from the Hub's settings, Access Tokens"
        )


def _planned(delivery: Delivery, *, is_new: bool) -> Step:
    """What would be done first."""
    return Send("", tuple(sorted(delivery.files)), ()) if is_new else delivery.next_step()


def _carried_out(delivery: Delivery, progress: Progress) -> Step:
    """The last step, after which a reader has got what was sent."""
    step = delivery.run(progress)
    require_same(delivery.edition, delivery.repository.name, step.ref if isinstance(step, Proposed) else delivery.tag)
    progress("loaded back")
    return step
