/** The facts about one node, each with its documents and the way back. */

import { type ClaimRow, type EdgeRow, listed } from "./data";
import { link, make } from "./dom";
import type { Model } from "./model";
import { type Word, amount, wordsOf } from "./words";

/** Longer lists are cut: the table and the other exports have them whole. */
const MOST = 60;

export function facts(model: Model, id: string, select: (id: string) => void): HTMLElement {
  const { page } = model;
  const say = wordsOf(page.lang);
  const node = model.nodes.get(id);
  const box = make("div", { class: "facts" });
  if (!node) return box;
  const go = (other: string): HTMLElement => {
    if (!model.nodes.has(other)) return make("span", {}, other);
    const button = make("button", { type: "button", class: "name" }, model.label(other));
    button.addEventListener("click", () => select(other));
    return button;
  };
  box.append(make("h2", {}, node.label || node.id));
  const list = make("dl");
  const row = (word: Word, ...what: (Node | string | undefined)[]): void => {
    const kept = what.filter((one) => one !== undefined && one !== "");
    if (kept.length) list.append(make("dt", {}, say(word)), make("dd", {}, ...kept));
  };
  row("kind", kindMark(page.kinds[node.kind]), node.kind);
  row("classes", listed(node.classes).join(", "));
  row("value", amount(node.low, node.high, node.currency, page.lang));
  row("group", node.group && node.group !== id ? go(node.group) : undefined);
  row("bloc", ...apart(listed(node.bloc).map(go)));
  row("from", node.first_date);
  row("to", node.last_date);
  const wikidata = node.wikidata
    ? link(`https://www.wikidata.org/wiki/${encodeURIComponent(node.wikidata)}`, node.wikidata)
    : undefined;
  row("links", ...apart([link(node.iri, node.id), ...(wikidata ? [wikidata] : [])]));
  box.append(list);
  section(box, say("relations"), (model.edges.get(id) ?? []).map((edge) => relation(edge, id, go)), say);
  section(box, say("claims"), (model.claims.get(id) ?? []).map((one) => claim(one, model, go)), say);
  section(box, say("documents"), listed(node.documents).map((one) => make("li", {}, go(one))), say);
  return box;
}

export function kindMark(colour: string | undefined): HTMLElement {
  const mark = make("span", { class: "mark", "aria-hidden": "true" });
  mark.style.background = colour ?? "#7F7F7F";
  return mark;
}

function relation(edge: EdgeRow, id: string, go: (id: string) => HTMLElement): HTMLElement {
  const outgoing = edge.source === id;
  const arrow = outgoing ? "→" : "←";
  const why = [edge.basis, listed(edge.documents).join(", ")].filter(Boolean).join(": ");
  const words = make("span", { class: "quiet", title: why }, ` ${edge.label ?? edge.relation} `);
  return make("li", {}, arrow, words, go(outgoing ? edge.target : edge.source));
}

function claim(one: ClaimRow, model: Model, go: (id: string) => HTMLElement): HTMLElement {
  const { lang } = model.page;
  const say = wordsOf(lang);
  const figure = amount(one.stated_low, one.stated_high, one.stated_unit, lang);
  const what = `${one.measure}, ${one.modality}${one.preferred ? `, ${say("preferred")}` : ""}`;
  const where = one.locator ? ` (${one.locator})` : "";
  return make(
    "li",
    {},
    make("strong", {}, figure || "–"),
    make("span", { class: "quiet" }, ` ${what}: `),
    go(one.document),
    where,
  );
}

function section(
  box: HTMLElement,
  title: string,
  items: HTMLElement[],
  say: (word: Word) => string,
): void {
  if (!items.length) return;
  const list = make("ul", {}, ...items.slice(0, MOST));
  if (items.length > MOST) list.append(make("li", { class: "quiet" }, say("more")));
  box.append(make("h3", {}, `${title} (${items.length})`), list);
}

function apart(elements: HTMLElement[]): (HTMLElement | string)[] {
  return elements.flatMap((element, place) => (place ? [", ", element] : [element]));
}
