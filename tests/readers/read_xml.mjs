// Opens a GEXF or GraphML file as Gephi Lite does, and tells what is in it as JSON.
import { readFileSync } from "node:fs";
import graphology from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

const [path, format] = process.argv.slice(2);
const readers = { gexf, graphml };
const text = readFileSync(path, "utf8");
const graph = readers[format].parse(graphology.MultiDirectedGraph ?? graphology, text, {
  addMissingNodes: false,
  allowUndeclaredAttributes: false,
});
const nodes = graph.mapNodes((id, attributes) => ({ id, ...attributes }));
const edges = graph.mapEdges((id, attributes, source, target) => ({
  id,
  source,
  target,
  ...attributes,
}));
process.stdout.write(JSON.stringify({ order: graph.order, size: graph.size, nodes, edges }));
