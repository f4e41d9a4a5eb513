"""Publishing: a built release on the Hub, in one commit and under one tag that never moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quidit.release.edition import Edition
from quidit.release.rights import Kept, kept, rights_of
from quidit.remote.hub.address import Address
from quidit.remote.hub.calls import PATIENCE, quietly, token
from quidit.remote.hub.delivery import Delivery
from quidit.remote.hub.failures import AddressError, NoHubTokenError, PublicRepositoryError, UnknownRepositoryError
from quidit.remote.hub.reader import require_same
from quidit.remote.hub.repository import HubRepository
from quidit.remote.hub.steps import Proposed, Published, Send, Step, Tag

Progress = Callable[[str], None]

_NAMED = 3
"""Articles that a message names."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a release is to be published: where, and what may happen there.

    With ``pull`` a pull request is made, which somebody merges; with ``overwrite`` files that others put there go.
    ``patience`` is in seconds of silence after which the Hub counts as gone.
    """

    name: str
    private: bool = False
    pull: bool = False
    overwrite: bool = False
    dry_run: bool = False
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication came to; for a dry run, what it would come to.

    Attributes:
        name: ``ORG/NAME``.
        url: where people look at it.
        config: the default config.
        is_new: whether the repository was made for it.
        is_private: whether the Hub says that the repository is private.
        kept: the articles whose words may not leave the house; where there are some, the repository is private.
        sent: what was sent; None where all was there already.
        bytes: how much that is.
        commit: the commit that has the tag; empty where there is none yet.
        pull: the ref of the pull request that holds the release, where one was wanted and is not merged yet.
    """

    name: str
    url: str
    config: str
    is_new: bool
    is_private: bool
    dataset: str
    version: str
    kept: tuple[Kept, ...]
    sent: Send | None
    bytes: int
    commit: str
    pull: str

    @property
    def tag(self) -> str:
        """The tag under which the release stands, or will once its pull request is merged."""
        return f"v{self.version}"


def publish(folder: Path, wish: Wish, progress: Progress = lambda _: None) -> Publication:
    """The release in the folder, published, tagged, and loaded back from the Hub by a reader with empty caches.

    However it ends, doing it again goes on where it stopped, and does nothing where all is done. Full text goes only
    where every article may be passed on, or into a repository that the Hub itself says is private. ``progress`` hears
    of each step.

    Raises:
        AddressError: the name is none that a repository can have.
        NoEditionError, BrokenEditionError: the folder holds no release, or not the one that its manifest describes.
        HubError: the Hub or the repository cannot be used for this; the message says why.
        TakenVersionError, ForeignChangesError: it would change what was published, or lose what others put there.
        NotAsPublishedError: what the reader gets is not what was sent.
    """
    if Address.of(wish.name).revision:
        raise AddressError(f"{wish.name!r} names a revision, and the tag follows from the release; write ORG/NAME")
    edition = Edition.open(folder)
    edition.require_whole()
    words = kept(rights_of(folder))
    with quietly():
        repository = HubRepository.named(wish.name, wish.patience)
        found = repository.is_private()
        private = _ready(repository, found, wish, words)
        delivery = Delivery(repository, edition, wish.pull, wish.overwrite, must_be_private=bool(words))
        step = _planned(delivery, is_new=found is None) if wish.dry_run else _carried_out(delivery, progress)
    sent = step if isinstance(step, Send) else delivery.sent
    return Publication(
        name=wish.name,
        url=repository.url,
        config=edition.configs[0],
        is_new=found is None,
        is_private=private,
        dataset=edition.dataset,
        version=edition.version,
        kept=words,
        sent=sent,
        bytes=sum(delivery.files[name].stat().st_size for name in sent.added) if sent else 0,
        commit=step.commit if isinstance(step, Published | Tag) else "",
        pull=step.ref if isinstance(step, Proposed) else "",
    )


def _ready(repository: HubRepository, found: bool | None, wish: Wish, words: Sequence[Kept]) -> bool:  # noqa: FBT001  # what the Hub said
    """Whether the repository, made if there is none unless in a dry run, is private, as the Hub says.

    Raises:
        NoHubTokenError: nobody has said who publishes.
        PublicRepositoryError: it was to be private, or must be, and everybody reads it.
    """
    private = wish.private if found is None else found
    if wish.private and not private:
        raise PublicRepositoryError(
            f"{repository.url} is public, and it was to be private; make it private in its settings, or publish without "
            "--private"
        )
    _require_private(repository, words, private=private)
    if wish.dry_run:
        return private
    if not token():
        raise NoHubTokenError(
            "there is no token to publish with; set HF_TOKEN to one that may write, from the Hub's settings, Access Tokens"
        )
    if found is None:
        private = _made(repository, private=private)
        _require_private(repository, words, private=private)
    return private


def _made(repository: HubRepository, *, private: bool) -> bool:
    """Whether the new repository is private, as the Hub says once it is made.

    Raises:
        UnknownRepositoryError: the Hub does not show it.
    """
    repository.make(private=private)
    found = repository.is_private()
    if found is None:
        raise UnknownRepositoryError(
            f"{repository.url} is not shown to you; set HF_TOKEN to a token that may write there"
        )
    return found


def _require_private(repository: HubRepository, words: Sequence[Kept], *, private: bool) -> None:
    """Full text does not go where everybody reads it.

    Raises:
        PublicRepositoryError: it would; the message names the articles and why.
    """
    if private or not words:
        return
    named = "; ".join(f"{each.article}: {each.reason}" for each in words[:_NAMED])
    more = f" and {len(words) - _NAMED} more" if len(words) > _NAMED else ""
    raise PublicRepositoryError(
        f"{repository.url} is public, and full text stays in the house ({named}{more}); publish with --private, or "
        "record in the articles who decided otherwise"
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
