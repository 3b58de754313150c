/** Finds nodes by a part of a name, in any language and with or without accents, or of the id. */

import type { NodeRow, Page } from "./data";

export interface Found {
  node: NodeRow;
  /** The name that fits, where it is not the one shown. */
  other: string;
}

interface Entry {
  node: NodeRow;
  names: string[];
  plain: string[];
}

export class Finder {
  private readonly entries: Entry[];

  constructor(page: Page) {
    this.entries = page.nodes.map((node) => {
      const all = [node.label, node.label_en, node.label_fr, node.label_zh, node.id];
      const names = [...new Set(all.filter((name): name is string => !!name))];
      return { node, names, plain: names.map(plain) };
    });
  }

  /** Those whose name begins with the text first, then those where a word does. */
  find(text: string, most: number): Found[] {
    const wanted = plain(text.trim());
    if (!wanted) return [];
    const found: { rank: number; entry: Entry; name: string }[] = [];
    for (const entry of this.entries) {
      let best = Infinity;
      let name = "";
      entry.plain.forEach((one, place) => {
        const rank = rankOf(one, wanted);
        if (rank < best) [best, name] = [rank, entry.names[place] ?? ""];
      });
      if (best < Infinity) found.push({ rank: best, entry, name });
    }
    found.sort(
      (a, b) => a.rank - b.rank || (a.entry.plain[0] ?? "").length - (b.entry.plain[0] ?? "").length,
    );
    return found.slice(0, most).map(({ entry, name }) => ({
      node: entry.node,
      other: name === entry.node.label || name === entry.node.id ? "" : name,
    }));
  }
}

function rankOf(name: string, wanted: string): number {
  const place = name.indexOf(wanted);
  if (place < 0) return Infinity;
  if (place === 0) return name.length === wanted.length ? 0 : 1;
  return /[\p{L}\p{N}]/u.test(name[place - 1] ?? "") ? 3 : 2;
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}
