/** The words of the page in both languages. */

const WORDS = {
  search: ["Search a name", "Chercher un nom"],
  network: ["Network", "Réseau"],
  table: ["Table", "Tableau"],
  theme: ["Dark or light", "Sombre ou clair"],
  kinds: ["Kinds", "Types"],
  bloc: ["Bloc", "Bloc"],
  measure: ["Claimed of it", "Déclaré à son sujet"],
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
  relations: ["Relations", "Relations"],
  claims: ["Claims", "Déclarations"],
  documents: ["Documents", "Documents"],
  about: ["at least", "au moins"],
  upTo: ["up to", "jusqu'à"],
  preferred: ["preferred", "retenue"],
  name: ["Name", "Nom"],
  shown: ["nodes shown", "nœuds affichés"],
  none: ["Nothing fits.", "Rien ne correspond."],
  previous: ["Previous", "Précédent"],
  next: ["Next", "Suivant"],
  filters: ["Filters and legend", "Filtres et légende"],
  facts: ["Facts", "Faits"],
  noDrawing: [
    "This browser cannot draw the network: here is the table.",
    "Ce navigateur ne peut pas dessiner le réseau : voici le tableau.",
  ],
  picture: [
    "The network as a picture. Arrow keys move it, plus and minus zoom; the tab Table has the same as text.",
    "Le réseau en image. Les flèches le déplacent, plus et moins zooment ; l'onglet Tableau dit la même chose en texte.",
  ],
  more: ["and more", "et d'autres"],
  billion: ["bn", "Md"],
  million: ["m", "M"],
} as const;

export type Word = keyof typeof WORDS;

export function wordsOf(lang: "en" | "fr"): (word: Word) => string {
  const place = lang === "fr" ? 1 : 0;
  return (word) => WORDS[word][place];
}

/** An amount for people: 16.7 bn EUR. */
export function amount(
  low: number | undefined,
  high: number | undefined,
  unit: string | undefined,
  lang: "en" | "fr",
): string {
  const say = wordsOf(lang);
  const one = (value: number): string => {
    const [scale, word] =
      Math.abs(value) >= 1e9
        ? [1e9, say("billion")]
        : Math.abs(value) >= 1e6
          ? [1e6, say("million")]
          : [1, ""];
    const digits = value / scale;
    const text = digits.toLocaleString(lang, { maximumFractionDigits: digits < 100 ? 1 : 0 });
    return word ? `${text} ${word}` : text;
  };
  const end = unit ? ` ${unit}` : "";
  if (low !== undefined && high !== undefined) {
    return (low === high ? one(low) : `${one(low)} – ${one(high)}`) + end;
  }
  if (low !== undefined) return `${say("about")} ${one(low)}${end}`;
  if (high !== undefined) return `${say("upTo")} ${one(high)}${end}`;
  return "";
}
