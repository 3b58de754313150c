// Opens a file of elements with headless Cytoscape.js, and tells what is in it as JSON.
import { readFileSync } from "node:fs";
import cytoscape from "cytoscape";

const { elements } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const graph = cytoscape({ headless: true, elements });
const data = (collection) => collection.map((element) => element.data());
process.stdout.write(
  JSON.stringify({ nodes: data(graph.nodes()), edges: data(graph.edges()) }),
);
