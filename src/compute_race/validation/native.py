"""The daily engine: the compiled validator of the PyPI distribution ``shacl``.

It is called for speed; ``engine`` has the figures and the limits. Imported by
``engine`` alone, and only when asked for, because the wheel may be absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import shacl

from compute_race.basics.problems import RaceError
from compute_race.validation.shapes import ShapesFile


def results(data: bytes, shapes: ShapesFile) -> Iterator[tuple[str, ...]]:
    """Yield focus node, path, value, shape and component of each result.

    ``data`` is N-Triples without blank nodes. Each part is a term in N-Triples form, or empty: a
    path that is no single property is empty. Raises ``RaceError`` where the
    engine can read neither the shapes nor the data.
    """
    try:
        report = _compiled(shapes.text).validate_text(data.decode(), format="ntriples")
    except ValueError as error:
        raise RaceError(f"the native SHACL engine stopped: {error}") from error
    for result in report.results:
        path = result.path or ""
        yield (
            result.focus_node,
            path if _is_iri(path) else "",
            result.value or "",
            result.source_shape or "",
            f"<{result.component_iri}>",
        )


@lru_cache(maxsize=4)
def _compiled(text: str) -> shacl.Shapes:
    return shacl.Shapes.from_turtle(text)


def _is_iri(path: str) -> bool:
    # A path of several steps is written with operators around or between the brackets.
    return path.startswith("<") and path.find(">") == len(path) - 1
