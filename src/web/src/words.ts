/** The words of the page in both languages. */

import type { Lang } from "./data";

const WORDS = {
  kinds: ["What is shown", "Ce qui est affiché"],
  bloc: ["Bloc", "Bloc"],
  measure: ["With claims about", "Avec déclarations sur"],
  all: ["all", "tous"],
  valued: ["Only with a value", "Seulement avec une valeur"],
  until: ["Known until", "Connu jusqu'au"],
  reset: ["Show all", "Tout montrer"],
  close: ["Close", "Fermer"],
  kind: ["Kind", "Type"],
  group: ["Group", "Groupe"],
  value: ["A year", "Par an"],
  from: ["From", "Depuis"],
  to: ["Until", "Jusqu'au"],
  classes: ["Classes", "Classes"],
  links: ["Links", "Liens"],
  names: ["Also", "Aussi"],
  relations: ["Relations", "Relations"],
  claims: ["Claims", "Déclarations"],
  documents: ["Documents", "Documents"],
  document: ["document", "document"],
  severalDocuments: ["documents", "documents"],
  atLeast: ["at least", "au moins"],
  upTo: ["up to", "jusqu'à"],
  about: ["about", "environ"],
  perYear: ["a year", "par an"],
  preferred: ["preferred", "retenue"],
  name: ["Name", "Nom"],
  table: ["Table", "Tableau"],
  shown: ["nodes shown", "nœuds affichés"],
  of: ["of", "sur"],
  none: ["Nothing fits these filters.", "Rien ne correspond à ces filtres."],
  notFound: ["No name fits.", "Aucun nom ne correspond."],
  found: ["found", "trouvés"],
  previous: ["Previous", "Précédent"],
  next: ["Next", "Suivant"],
  noDrawing: [
    "This browser cannot draw the network: here is the table.",
    "Ce navigateur ne peut pas dessiner le réseau : voici le tableau.",
  ],
  more: ["Show all", "Tout montrer"],
  billion: ["bn", "Md"],
  million: ["m", "M"],
} as const;

export type Word = keyof typeof WORDS;
export type Say = (word: Word) => string;

export function wordsOf(lang: Lang): Say {
  const place = lang === "fr" ? 1 : 0;
  return (word) => WORDS[word][place];
}

/** Kinds of nodes, and what edges rest on. Those that are not here are shown as they are. */
const CODES: Record<string, readonly [string, string]> = {
  stated: ["stated", "énoncé"],
  declared: ["declared", "déclaré"],
  judged: ["judged", "jugé"],
  inferred: ["inferred", "déduit"],
  organization: ["organization", "organisation"],
  announcement: ["announcement", "annonce"],
  initiative: ["initiative", "initiative"],
  claim: ["claim", "déclaration"],
  model: ["model", "modèle"],
  place: ["place", "lieu"],
  site: ["site", "site"],
  accelerator: ["accelerator", "accélérateur"],
  market: ["market", "marché"],
  publisher: ["publisher", "éditeur"],
  person: ["person", "personne"],
  bloc: ["bloc", "bloc"],
  document: ["document", "document"],
};

export function sayCode(code: string, lang: Lang): string {
  const words = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  return words?.[lang === "fr" ? 1 : 0] ?? code;
}

/** How units are written that are no currency. */
const UNITS: Record<string, string> = {
  PERCENT: "%",
  KiloW: "kW",
  MegaW: "MW",
  GigaW: "GW",
  NUM: "",
};

/** An amount for people: 16.7 bn EUR. */
export function amount(
  low: number | undefined,
  high: number | undefined,
  unit: string | undefined,
  lang: Lang,
): string {
  const say = wordsOf(lang);
  const isPlain = unit !== undefined && Object.hasOwn(UNITS, unit);
  const written = isPlain ? UNITS[unit] : unit;
  const end = written ? `\u00a0${written}` : "";
  const one = (value: number): string => figure(value, lang, say);
  if (low !== undefined && high !== undefined) {
    return (low === high ? one(low) : `${one(low)} – ${one(high)}`) + end;
  }
  if (low !== undefined) return `${say("atLeast")} ${one(low)}${end}`;
  if (high !== undefined) return `${say("upTo")} ${one(high)}${end}`;
  return "";
}

function figure(value: number, lang: Lang, say: Say): string {
  const size = Math.abs(value);
  const [scale, word]: [number, string] =
    size >= 1e9 ? [1e9, say("billion")] : size >= 1e6 ? [1e6, say("million")] : [1, ""];
  const digits = value / scale;
  const text = digits.toLocaleString(lang, { maximumFractionDigits: Math.abs(digits) < 100 ? 1 : 0 });
  return word ? `${text}\u00a0${word}` : text;
}
