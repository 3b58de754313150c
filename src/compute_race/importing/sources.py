"""Every data set that can be imported, and which importer reads which file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from compute_race.basics.problems import Problem, ProblemsError, UsageError
from compute_race.importing import compute_atlas, sec
from compute_race.importing.epoch import clusters, companies, hardware, models, people, sites
from compute_race.importing.snapshot import Importer, table_name
from compute_race.importing.tables import read_header


@dataclass(frozen=True)
class Source:
    """A publisher of data sets: its name on the command line and its importers.

    ``suffix`` is that of its files. With one importer every file is for it; with several,
    a file's name decides, and where it is not known its columns do.
    """

    name: str
    title: str
    importers: Sequence[Importer]
    suffix: str

    def files(self, paths: Sequence[Path]) -> list[Path]:
        """Give the files to import: those named, and those of a folder that are known.

        A folder's other files are left alone: ``UsageError`` where it has none.
        """
        found: list[Path] = []
        for path in paths:
            if not path.is_dir():
                found.append(path)
                continue
            inside = [file for file in sorted(path.glob(f"*{self.suffix}")) if self._wants(file)]
            if not inside:
                raise UsageError(f"{path} has no file of {self.title}", "name the file itself")
            found += inside
        return list(dict.fromkeys(found))

    def importer(self, path: Path, shown: str) -> Importer:
        """Say which importer reads a file; ``ProblemsError`` where none does, or two might."""
        if len(self.importers) == 1:
            return self.importers[0]
        named = self._named(path)
        if named is not None:
            return named
        header = frozenset(read_header(path, shown))
        fit = [one for one in self.importers if header.issuperset((*one.needed, *one.marks))]
        most = max((len((*one.needed, *one.marks)) for one in fit), default=0)
        best = [one for one in fit if len((*one.needed, *one.marks)) == most]
        if len(best) == 1:
            return best[0]
        if best:
            names = " or ".join(one.name for one in best)
            message = f"by its columns this is {names}"
            advice = f"name the file {best[0].name}_2026-07{self.suffix} or like the other"
        else:
            message = f"this is no table of {self.title}"
            advice = f"known are {', '.join(one.name for one in self.importers)}"
        raise ProblemsError([Problem(shown, 1, "import-other-data", message, advice)])

    def _named(self, path: Path) -> Importer | None:
        name = table_name(path)
        return next((one for one in self.importers if one.name == name), None)

    def _wants(self, path: Path) -> bool:
        """Tell whether a file of a folder is one to import: by its name, or by its keys."""
        if len(self.importers) == 1:
            return _has_keys(path, self.importers[0].marks)
        named = self._named(path)
        return named is not None and named.in_folder


def _has_keys(path: Path, keys: Sequence[str]) -> bool:
    try:
        data = path.read_bytes()
    except OSError:
        # Whoever reads it says what is wrong with it.
        return True
    return all(f'"{key}"'.encode() in data for key in keys)


_EPOCH: Final = (models, hardware, clusters, sites, companies, people)

#: The data sets by their names on the command line.
SOURCES: Final[Mapping[str, Source]] = {
    source.name: source
    for source in (
        Source(
            "epoch",
            "Epoch AI",
            [table.importer() for family in _EPOCH for table in family.TABLES],
            ".csv",
        ),
        Source("sec", "SEC company facts", [sec.IMPORTER], ".json"),
        Source("compute-atlas", "Compute Atlas", [compute_atlas.IMPORTER], ".json"),
    )
}
