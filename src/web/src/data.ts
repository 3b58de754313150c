/** What the page was made with: rows by column name, absent values left out. */

export interface NodeRow {
  id: string;
  iri: string;
  label: string;
  kind: string;
  label_en?: string;
  label_fr?: string;
  label_zh?: string;
  classes?: string;
  group?: string;
  bloc?: string;
  low?: number;
  high?: number;
  currency?: string;
  first_date?: string;
  last_date?: string;
  wikidata?: string;
  documents?: string;
  document_count?: number;
  x: number;
  y: number;
  size: number;
}

export interface EdgeRow {
  id: string;
  source: string;
  target: string;
  relation: string;
  label?: string;
  basis?: string;
  documents?: string;
}

export interface ClaimRow {
  id: string;
  about: string;
  document: string;
  measure: string;
  modality: string;
  stated_low?: number;
  stated_high?: number;
  stated_unit?: string;
  approximate?: boolean;
  locator?: string;
  preferred?: boolean;
}

export interface Page {
  title: string;
  asOf: string;
  lang: "en" | "fr";
  measure: string;
  currency: string;
  home: string;
  /** The colour of each kind, in the order of the legend. */
  kinds: Record<string, string>;
  nodes: NodeRow[];
  edges: EdgeRow[];
  claims: ClaimRow[];
}

export function readPage(): Page {
  const element = document.getElementById("data");
  return JSON.parse(element?.textContent ?? "{}") as Page;
}

/** The several names that one cell holds. */
export function listed(cell: string | undefined): string[] {
  return cell ? cell.split("|") : [];
}
