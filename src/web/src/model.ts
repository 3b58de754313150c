/** The graph behind the page: who is shown, who is next to whom, who is claimed about. */

import Graph from "graphology";
import { type ClaimRow, type EdgeRow, type NodeRow, type Page, knownBy, listed } from "./data";
import { SHAPES, type Shape, shapesOf } from "./shapes";
import type { State } from "./state";

/** Longer names are cut in the picture; the facts and the table have them whole. */
const LONGEST = 40;
const OTHER = "#7F7F7F";

/** A line of the picture: all edges between two nodes. */
export interface Line {
  count: number;
  /** First day on which one of them is stated, `""` where one is undated. */
  since: string;
  word: string;
  size: number;
  type: "line" | "arrow";
}

export class Model {
  readonly nodes = new Map<string, NodeRow>();
  readonly claims = new Map<string, ClaimRow[]>();
  readonly edges = new Map<string, EdgeRow[]>();
  /** Edges between two nodes are drawn as one line, the thicker the more they are. */
  readonly drawn = new Graph({ type: "undirected", multi: false, allowSelfLoops: true });
  readonly days: string[];
  readonly blocs: string[];
  /** By measure, of whom a claim has a figure of it. */
  readonly measured = new Map<string, Set<string>>();
  readonly shapes: Map<string, Shape>;

  constructor(readonly page: Page) {
    this.shapes = shapesOf(Object.keys(page.kinds));
    for (const node of page.nodes) {
      this.nodes.set(node.id, node);
      this.drawn.addNode(node.id, {
        x: node.x,
        y: node.y,
        size: node.size / 2,
        shape: SHAPES.indexOf(this.shape(node.kind)),
        label: shortened(node.label || node.id),
        color: this.colour(node.kind),
      });
    }
    for (const edge of page.edges) this.addEdge(edge);
    for (const claim of page.claims) this.addClaim(claim);
    const days = page.nodes.map((node) => node.first_date).filter((day) => day !== undefined);
    this.days = [...new Set(days)].sort();
    this.blocs = [...new Set(page.nodes.flatMap((node) => listed(node.bloc)))].sort();
  }

  private addEdge(edge: EdgeRow): void {
    for (const end of new Set([edge.source, edge.target])) push(this.edges, end, edge);
    const { source, target } = edge;
    const since = edge.first_date ?? "";
    const word = edge.label ?? edge.relation;
    const known = this.drawn.edge(source, target);
    if (known === undefined) {
      const type = source === target ? "line" : "arrow";
      this.drawn.addEdge(source, target, { count: 1, since, word, size: 1, type });
      return;
    }
    const line = this.drawn.getEdgeAttributes(known) as Line;
    const count = line.count + 1;
    this.drawn.mergeEdgeAttributes(known, {
      count,
      since: since < line.since ? since : line.since,
      size: 1 + Math.log2(count),
      type: this.drawn.source(known) === source ? line.type : "line",
    });
  }

  private addClaim(claim: ClaimRow): void {
    push(this.claims, claim.about, claim);
    const { measure } = claim;
    if (measure === undefined || !this.nodes.has(claim.about)) return;
    const known = this.measured.get(measure);
    if (known) known.add(claim.about);
    else this.measured.set(measure, new Set([claim.about]));
  }

  shape(kind: string): Shape {
    return this.shapes.get(kind) ?? "circle";
  }

  colour(kind: string): string {
    return this.page.kinds[kind] ?? OTHER;
  }

  passes(node: NodeRow, state: State): boolean {
    return (
      !state.hidden.includes(node.kind) &&
      (!state.bloc || listed(node.bloc).includes(state.bloc)) &&
      (!state.measure || this.measured.get(state.measure)?.has(node.id) === true) &&
      (!state.valued || node.low !== undefined || node.high !== undefined) &&
      knownBy(node.first_date, state.until)
    );
  }

  shown(state: State): NodeRow[] {
    return this.page.nodes.filter((node) => this.passes(node, state));
  }

  /** The nodes of the largest part that edges between some nodes connect. */
  largestPart(among: ReadonlySet<string>): string[] {
    let largest: string[] = [];
    const seen = new Set<string>();
    for (const start of among) {
      if (seen.has(start)) continue;
      seen.add(start);
      const part = [start];
      // Grows while it is gone through.
      for (const id of part) {
        for (const next of this.drawn.neighbors(id)) {
          if (seen.has(next) || !among.has(next)) continue;
          seen.add(next);
          part.push(next);
        }
      }
      if (part.length > largest.length) largest = part;
    }
    return largest;
  }

  label(id: string): string {
    return this.nodes.get(id)?.label || id;
  }

  /** A code of the data in words; one that has none, such as `revenueGrowth`, in small letters. */
  word(code: string): string {
    const known = Object.hasOwn(this.page.words, code) ? this.page.words[code] : undefined;
    return known ?? code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  }

  /** The address that an id such as `src:x` is short for. */
  address(id: string): string | undefined {
    const [prefix, local] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
    if (!Object.hasOwn(this.page.prefixes, prefix)) return undefined;
    return `${this.page.prefixes[prefix]}${local}`;
  }
}

function shortened(text: string): string {
  const line = text.slice(0, 200).replace(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).trimEnd()}…` : line;
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const held = map.get(key);
  if (held) held.push(value);
  else map.set(key, [value]);
}
