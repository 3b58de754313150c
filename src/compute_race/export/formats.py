"""The formats by name: what each is for, and the writer, loaded when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from compute_race.basics.files import write_files, writing
from compute_race.basics.problems import UsageError
from compute_race.basics.suggestions import did_you_mean
from compute_race.dataset.store import Store
from compute_race.export.projection import Projection

#: Gives what a format could not hold.
Notes = list[str]


@dataclass(frozen=True)
class Format:
    """A format: the tools it is for, and where its writer is.

    ``takes`` is a projection for one file, for several files in a folder, or a store.
    ``claims``: the table of claims is written too.
    """

    name: str
    tools: str
    writer: str
    takes: Literal["projection", "folder", "store"] = "projection"
    claims: bool = False

    def load(self) -> Any:
        """Load the writer."""
        module, _, function = self.writer.partition(":")
        return getattr(importlib.import_module(f"compute_race.export.{module}"), function)


FORMATS: Final = {
    form.name: form
    for form in (
        Format("gexf", "Gephi, Gephi Lite", "gexf:write_gexf"),
        Format("graphml", "yEd, Cytoscape, igraph, Gephi", "graphml:write_graphml"),
        Format("cytoscape", "Cytoscape.js, Cytoscape", "cytoscape:write_cytoscape"),
        Format("cx2", "Cytoscape, NDEx", "cx2:write_cx2"),
        Format("dot", "Graphviz", "dot:write_dot"),
        Format("node-link", "D3, networkx", "node_link:write_node_link"),
        Format("mermaid", "Markdown pages", "mermaid:write_mermaid"),
        Format("geojson", "QGIS, web maps", "geojson:write_geojson"),
        Format("cypher", "Neo4j, Memgraph", "cypher:write_cypher"),
        Format("html", "a browser, without network", "explorer_page:write_html", claims=True),
        Format("svg", "pages and papers (a part)", "picture:write_svg"),
        Format("png", "slides and chats (a part)", "picture:write_png"),
        Format("csv", "spreadsheets, Gephi", "csv_tables:csv_files", "folder", claims=True),
        Format("neo4j", "neo4j-admin import", "neo4j_csv:neo4j_files", "folder"),
        Format("neptune", "Amazon Neptune", "neptune_csv:neptune_files", "folder"),
        Format("parquet", "DuckDB, pandas, polars", "parquet:parquet_files", "folder", claims=True),
        Format("turtle", "RDF tools", "rdf:write_turtle", "store"),
        Format("nquads", "RDF stores", "rdf:write_nquads", "store"),
        Format("jsonld", "RDF tools, JSON tools", "rdf:write_jsonld", "store"),
    )
}


def find_format(name: str) -> Format:
    """Give a format; ``UsageError`` for an unknown one, with the nearest."""
    if name not in FORMATS:
        advice = did_you_mean(name, FORMATS, f"use {', '.join(sorted(FORMATS))}")
        raise UsageError(f"there is no format {name}", advice)
    return FORMATS[name]


def write_export(form: Format, what: Projection | Store, out: Path) -> Notes:
    """Write a format to a file, or into a folder where it is several files: whole or not at all.

    ``what`` is what the format takes. Gives what the format could not hold; ``UsageError``
    where it cannot be written.
    """
    writer = form.load()
    if form.takes == "folder":
        files: Iterable[tuple[str, Callable[[BinaryIO], Notes]]] = writer(what)
        return _each_once(note for notes in write_files(out, files) for note in notes)
    with writing(out) as file:
        return _each_once(writer(what, file))


def stream_export(form: Format, what: Projection | Store, out: BinaryIO) -> Notes:
    """Write a format of one file to a stream; ``UsageError`` for one of several files."""
    if form.takes == "folder":
        raise UsageError(f"{form.name} is several files", "write --out FOLDER")
    return _each_once(form.load()(what, out))


def _each_once(notes: Iterable[str]) -> Notes:
    return list(dict.fromkeys(notes))
