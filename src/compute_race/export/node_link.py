"""Node-link JSON, which D3 draws and networkx reads (``edges="links"``)."""

from __future__ import annotations

from typing import BinaryIO

from compute_race.export.json_writing import dump, records, write_list
from compute_race.export.projection import Projection
from compute_race.export.texts import Texts


def write_node_link(projection: Projection, out: BinaryIO) -> list[str]:
    """Write a projection as node-link JSON; gives what UTF-8 cannot hold.

    The list of edges is ``links``, as D3 expects; ``key`` is the id of an edge, by which
    networkx tells parallel ones apart.
    """
    texts = Texts()
    about = dump({"name": projection.title, "as_of": projection.as_of.isoformat()})
    out.write(f'{{"directed": true, "multigraph": true, "graph": {about},\n"nodes": '.encode())
    write_list(out, records(projection.nodes, texts))
    out.write(b',\n"links": ')
    write_list(out, ({"key": data["id"], **data} for data in records(projection.edges, texts)))
    out.write(b"}\n")
    return texts.notes()
