/** The graph behind the page: who is shown, who is next to whom, who is claimed about. */

import Graph from "graphology";
import { type ClaimRow, type EdgeRow, type NodeRow, type Page, listed } from "./data";
import type { State } from "./state";

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

  constructor(readonly page: Page) {
    for (const node of page.nodes) {
      this.nodes.set(node.id, node);
      this.drawn.addNode(node.id, {
        x: node.x,
        y: node.y,
        size: node.size / 2,
        label: node.label.length > 60 ? `${node.label.slice(0, 57)}...` : node.label,
        color: page.kinds[node.kind] ?? "#7F7F7F",
      });
    }
    for (const edge of page.edges) {
      for (const end of new Set([edge.source, edge.target])) {
        push(this.edges, end, edge);
      }
      const known = this.drawn.edge(edge.source, edge.target);
      if (known === undefined) this.drawn.addEdge(edge.source, edge.target, { count: 1, size: 1 });
      else {
        const count = (this.drawn.getEdgeAttribute(known, "count") as number) + 1;
        this.drawn.mergeEdgeAttributes(known, { count, size: 1 + Math.log2(count) });
      }
    }
    for (const claim of page.claims) {
      push(this.claims, claim.about, claim);
      const known = this.measured.get(claim.measure);
      if (known) known.add(claim.about);
      else this.measured.set(claim.measure, new Set([claim.about]));
    }
    const days = page.nodes.map((node) => node.first_date).filter((day) => day !== undefined);
    this.days = [...new Set(days)].sort();
    this.blocs = [...new Set(page.nodes.flatMap((node) => listed(node.bloc)))].sort();
  }

  passes(node: NodeRow, state: State): boolean {
    return (
      !state.hidden.includes(node.kind) &&
      (!state.bloc || listed(node.bloc).includes(state.bloc)) &&
      (!state.measure || this.measured.get(state.measure)?.has(node.id) === true) &&
      (!state.valued || node.low !== undefined || node.high !== undefined) &&
      (!state.until || node.first_date === undefined || node.first_date <= state.until)
    );
  }

  shown(state: State): NodeRow[] {
    return this.page.nodes.filter((node) => this.passes(node, state));
  }

  label(id: string): string {
    return this.nodes.get(id)?.label ?? id;
  }

  /** Nodes whose name in any language, or id, holds a text; those that begin with it first. */
  find(text: string, most: number): NodeRow[] {
    const wanted = text.trim().toLocaleLowerCase();
    if (!wanted) return [];
    const found: [number, NodeRow][] = [];
    for (const node of this.page.nodes) {
      const names = [node.label, node.label_en, node.label_fr, node.label_zh, node.id];
      const places = names.map((name) => name?.toLocaleLowerCase().indexOf(wanted) ?? -1);
      const best = Math.min(...places.filter((place) => place >= 0));
      if (Number.isFinite(best)) found.push([best, node]);
    }
    found.sort((a, b) => a[0] - b[0] || a[1].label.localeCompare(b[1].label));
    return found.slice(0, most).map(([, node]) => node);
  }
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const held = map.get(key);
  if (held) held.push(value);
  else map.set(key, [value]);
}
