"""Keep the pictures that drivers send, and hand them out again."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from doorstep.dispatch import store
from doorstep.dispatch.errors import WrongFileNameError
from doorstep.dispatch.pictures import show_picture
from doorstep.dispatch.store.tables import FileRow
from doorstep.plumbing.problem import NotFoundError
from doorstep.plumbing.unit import Kit, Unit


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on disk, named by the SHA-256 of its bytes, and the copy that is shown of it."""

    sha256: str
    media_type: str
    size: int
    shown_sha256: str
    shown_media_type: str
    shown_size: int


@dataclass(frozen=True, slots=True)
class SentPicture:
    """A picture on disk, and who has sent it."""

    actor: str
    picture: Picture


def store_picture(kit: Kit, name: str, data: bytes) -> Picture:
    """Check a picture and bring it to disk; nobody can see it before ``keep_picture``.

    This takes a while, so it is done before a transaction is opened.

    Raises
    ------
    WrongFileNameError
        The bytes do not have this SHA-256.
    NotAPictureError, FileTooLargeError
        It is not a picture that is accepted.
    """
    if hashlib.sha256(data).hexdigest() != name:
        message = "The bytes do not have the SHA-256 that the address names."
        raise WrongFileNameError(message)
    media_type, shown = show_picture(data)
    kit.blobs.put(data)
    shown_name = kit.blobs.put(shown.data)
    return Picture(name, media_type, len(data), shown_name, shown.media_type, len(shown.data))


def keep_picture(unit: Unit, picture: Picture) -> bool:
    """Note a stored picture in the database; return whether it is new."""
    return keep_pictures(unit, [SentPicture(unit.actor, picture)])[0]


def keep_pictures(unit: Unit, sent: Sequence[SentPicture]) -> list[bool]:
    """Note stored pictures in the database; return of each whether it is new."""
    names = sorted({one.picture.sha256 for one in sent})
    known = set(store.list_known_files(unit.session, names))
    added: list[dict[str, Any]] = []
    news = []
    for one in sent:
        news.append(one.picture.sha256 not in known)
        if news[-1]:
            known.add(one.picture.sha256)
            added.append(
                {
                    "tenant_id": unit.tenant_id,
                    "id": unit.new_id(),
                    **asdict(one.picture),
                    "uploaded_by": one.actor,
                    "uploaded_at": unit.now(),
                }
            )
    store.add_files(unit.session, added)
    return news


def get_picture(unit: Unit, name: str) -> tuple[Picture, bytes]:
    """Return a picture that one of the company's drivers has sent, and its copy to show.

    Raises
    ------
    NotFoundError
        There is none of this name, or it was lost or damaged on disk.
    """
    row = store.find_file(unit.session, name)
    if row is None:
        message = "There is no file of this name."
        raise NotFoundError(message)
    try:
        data = unit.kit.blobs.get(row.shown_sha256)
    except FileNotFoundError as error:
        message = "The file was lost or damaged on the server's disk."
        raise NotFoundError(message, action="Bring it back from a backup.") from error
    return _to_picture(row), data


def _to_picture(row: FileRow) -> Picture:
    return Picture(
        row.sha256,
        row.media_type,
        row.size,
        row.shown_sha256,
        row.shown_media_type,
        row.shown_size,
    )
