/** What the page was made with: rows by column name, absent values left out. */

export type Lang = "en" | "fr";

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
  first_date?: string;
  documents?: string;
  document_count?: number;
}

export interface ClaimRow {
  id: string;
  about: string;
  document: string;
  measure?: string;
  modality?: string;
  stated_low?: number;
  stated_high?: number;
  stated_unit?: string;
  approximate?: boolean;
  low?: number;
  high?: number;
  currency?: string;
  first_date?: string;
  last_date?: string;
  known_from?: string;
  locator?: string;
  preferred?: boolean;
}

export interface Page {
  title: string;
  asOf: string;
  lang: Lang;
  /** Addresses that ids such as `src:x` are short for, by what is before the colon. */
  prefixes: Record<string, string>;
  /** Codes of the data in words. */
  words: Record<string, string>;
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

/** Whether something of a day, or of none, is known by another day; `""` is no limit. */
export function knownBy(day: string | undefined, until: string): boolean {
  return !until || day === undefined || day <= until;
}
