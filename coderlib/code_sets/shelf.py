"""The shelf: the official files a user has imported, each as it was given."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coderlib.code_sets.importers.kinds import Kind
from coderlib.errors import CoderlibError, UnreadableFile

LISTING = "shelf.json"


def default_shelf_folder() -> Path:
    """The folder of imported files: `CODERLIB_DATA`, or the user's data folder."""
    chosen = os.environ.get("CODERLIB_DATA")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_dir  # noqa: PLC0415 - not needed where it is chosen

    return Path(user_data_dir("coderlib"))


@dataclass(frozen=True, slots=True)
class Held:
    """One imported file.

    Args:
        kind: what it is.
        year: the year it holds for: a fiscal year, of HCPCS the calendar year.
        path: where it lies on the shelf.
        digest: the first characters of its SHA-256.
        system: the classification it belongs to, where its kind does not tell.
        counts: what it holds, as the importer counted it.
        about: of a whole classification, what its reader says of it: title, release, first
            day, shape of a code.
    """

    kind: Kind
    year: int
    path: Path
    digest: str
    system: str
    counts: dict[str, int]
    about: dict[str, str]


class Shelf:
    """Imported files in one folder, one of each kind and year.

    The listing is written last and names the files, so a shelf is always what it was or
    what it has become.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else default_shelf_folder()

    def held(self, kind: Kind | None = None) -> tuple[Held, ...]:
        """The files on the shelf, or those of one kind, the newest year first.

        Raises:
            UnreadableFile: the listing is broken.
        """
        found = [self._read(entry) for entry in self._listing()]
        found.sort(key=lambda held: (-held.year, held.kind, held.system))
        return tuple(held for held in found if kind is None or held.kind == kind)

    def put(
        self,
        kind: Kind,
        year: int,
        name: str,
        content: bytes,
        *,
        counts: dict[str, int],
        system: str = "",
        about: dict[str, str] | None = None,
    ) -> Held:
        """Put a file on the shelf in place of the one of its kind, year and classification.

        Args:
            kind: what it is.
            year: the year it holds for.
            name: the file's name as given; its ending is kept.
            content: the file as given.
            counts: what it holds.
            system: the classification it belongs to, where its kind does not tell.
            about: what is to be said of a whole classification.

        Raises:
            NotSaved: the shelf cannot be written to; it is as it was.
        """
        digest = hashlib.sha256(content).hexdigest()[:16]
        ending = Path(name).suffix.lower()
        entry = {
            "kind": str(kind),
            "year": year,
            "file": "-".join(filter(None, (str(kind), system, str(year), digest))) + ending,
            "digest": digest,
            "system": system,
            "counts": counts,
            "about": about or {},
        }
        from coderlib.files import write_bytes, write_json  # noqa: PLC0415 - pydantic is slow

        held = self._read(entry)
        write_bytes(held.path, content)
        same = ("kind", "year", "system")
        others = [one for one in self._listing() if any(one[key] != entry[key] for key in same)]
        write_json(self.folder / LISTING, [*others, entry])
        return held

    def snapshot(self) -> list[dict[str, Any]]:
        """What is listed now, for `restore`."""
        return self._listing()

    def restore(self, listing: list[dict[str, Any]]) -> None:
        """Make the shelf what it was when `snapshot` was taken."""
        from coderlib.files import write_json  # noqa: PLC0415 - as above

        if listing or (self.folder / LISTING).exists():
            write_json(self.folder / LISTING, listing)
        self.tidy()

    def tidy(self) -> None:
        """Take away files that are no longer listed."""
        listed = {self._read(one).path for one in self._listing()}
        for kind in Kind:
            for path in self.folder.glob(f"{kind}-*"):
                if path not in listed:
                    path.unlink(missing_ok=True)

    def _listing(self) -> list[dict[str, Any]]:
        path = self.folder / LISTING
        if not path.exists():
            return []
        from coderlib.files import read_json  # noqa: PLC0415 - as above

        listing = read_json(path)
        if not isinstance(listing, list):
            raise self._broken("it is no list")
        return listing

    def _read(self, entry: dict[str, Any]) -> Held:
        try:
            return Held(
                kind=Kind(entry["kind"]),
                year=int(entry["year"]),
                path=self.folder / Path(entry["file"]).name,
                digest=str(entry["digest"]),
                system=str(entry["system"]),
                counts=dict(entry["counts"]),
                about=dict(entry["about"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise self._broken(f"an entry lacks or misstates {error}") from error

    def _broken(self, why: str) -> CoderlibError:
        return UnreadableFile(
            f"{self.folder / LISTING} is not the listing of a shelf: {why}.",
            hint="remove it and import your files again",
        )
