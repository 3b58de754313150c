/** The facts about one node, each with its documents and the way back. */

import { type ClaimRow, type EdgeRow, knownBy, listed } from "./data";
import { type Child, button, link, make } from "./dom";
import type { Model } from "./model";
import { mark } from "./shapes";
import { type Say, type Word, amount, sayCode, wordsOf } from "./words";

/** Longer lists show so many until the others are asked for. */
const SOME = 25;

/** Makes the lists of facts; `until` is the day of the filter, `""` where there is none. */
export class Facts {
  private readonly say: Say;

  constructor(
    private readonly model: Model,
    private readonly select: (id: string) => void,
    /** The address of the page with another node. */
    private readonly address: (id: string) => string,
  ) {
    this.say = wordsOf(model.page.lang);
  }

  about(id: string, until: string): HTMLElement {
    const { model, say } = this;
    const node = model.nodes.get(id);
    const box = make("div", { class: "facts" });
    if (!node) return box;
    const edges = (model.edges.get(id) ?? []).filter((one) => knownBy(one.first_date, until));
    const claims = (model.claims.get(id) ?? []).filter((one) => knownBy(one.known_from, until));
    box.append(make("h2", { dir: "auto", tabindex: "-1" }, node.label || node.id), this.summary(id));
    this.relations(box, id, edges);
    section(box, say("claims"), this.claims(claims), say);
    const documents = listed(node.documents).map((one) => make("li", {}, this.document(one)));
    section(box, say("documents"), documents, say);
    return box;
  }

  private summary(id: string): HTMLElement {
    const { model, say } = this;
    const { lang } = model.page;
    const list = make("dl");
    const node = model.nodes.get(id);
    if (!node) return list;
    const row = (word: Word, ...what: Child[]): void => {
      const kept = what.filter((one) => one !== undefined && one !== "");
      if (kept.length) list.append(make("dt", {}, say(word)), make("dd", {}, ...kept));
    };
    const names = [node.label_en, node.label_fr, node.label_zh];
    const others = new Set(names.filter((name) => name && name !== node.label));
    const iri = link(node.iri, node.id);
    const address = `https://www.wikidata.org/wiki/${encodeURIComponent(node.wikidata ?? "")}`;
    row("kind", kindMark(model, node.kind), sayCode(node.kind, lang));
    row("names", [...others].join(", "));
    row("classes", listed(node.classes).join(", "));
    row("value", amount(node.low, node.high, node.currency, lang));
    row("group", node.group && node.group !== id ? this.go(node.group) : undefined);
    row("bloc", ...apart(listed(node.bloc).map((one) => this.go(one))));
    row("from", node.first_date);
    row("to", node.last_date);
    row("links", ...apart(node.wikidata ? [iri, link(address, `Wikidata ${node.wikidata}`)] : [iri]));
    return list;
  }

  /** Neighbours by relation and direction. */
  private relations(box: HTMLElement, id: string, edges: EdgeRow[]): void {
    if (!edges.length) return;
    const groups = new Map<string, HTMLElement[]>();
    for (const edge of edges) {
      const isOut = edge.source === id;
      const name = `${isOut ? "→" : "←"} ${edge.label ?? edge.relation}`;
      const item = make("li", {}, this.go(isOut ? edge.target : edge.source), this.basis(edge));
      groups.set(name, [...(groups.get(name) ?? []), item]);
    }
    box.append(make("h3", {}, `${this.say("relations")} (${edges.length})`));
    for (const [name, items] of groups) {
      box.append(make("h4", {}, name), shortList(items, this.say));
    }
  }

  private basis(edge: EdgeRow): HTMLElement | undefined {
    if (!edge.basis) return undefined;
    const { say } = this;
    const count = edge.document_count ?? 0;
    const documents = count ? `, ${count} ${say(count === 1 ? "document" : "severalDocuments")}` : "";
    const words = ` ${sayCode(edge.basis, this.model.page.lang)}${documents}`;
    return make("span", { class: "quiet", title: listed(edge.documents).join("\n") }, words);
  }

  private claims(claims: ClaimRow[]): HTMLElement[] {
    const ordered = [...claims].sort(
      (a, b) =>
        Number(b.preferred ?? false) - Number(a.preferred ?? false) ||
        (b.known_from ?? "").localeCompare(a.known_from ?? ""),
    );
    return ordered.map((one) => this.claim(one));
  }

  private claim(one: ClaimRow): HTMLElement {
    const { model, say } = this;
    const { lang } = model.page;
    const stated = amount(one.stated_low, one.stated_high, one.stated_unit, lang);
    const about = one.approximate && stated ? `${say("about")} ` : "";
    const yearly = amount(one.low, one.high, one.currency, lang);
    const what = [one.measure, one.modality].filter((code) => code !== undefined);
    const words = what.map((code) => model.word(code)).join(", ");
    const period = [one.first_date, one.last_date].filter(Boolean).join(" – ");
    return make(
      "li",
      { class: "claim" },
      make("strong", {}, about + stated || "–"),
      one.preferred ? make("span", { class: "badge" }, say("preferred")) : undefined,
      make("div", {}, [words, period].filter(Boolean).join("; ")),
      yearly ? make("div", { class: "quiet" }, `= ${yearly} ${say("perYear")}`) : undefined,
      make(
        "div",
        { class: "quiet" },
        this.document(one.document),
        one.locator ? make("span", { dir: "auto" }, ` ${model.word(one.locator)}`) : undefined,
        one.known_from ? ` ${one.known_from}` : undefined,
      ),
    );
  }

  private go(id: string): HTMLElement {
    const { model } = this;
    const node = model.nodes.get(id);
    if (!node) return make("span", {}, id);
    const href = this.address(id);
    const made = make("a", { href, class: "name", dir: "auto" }, model.label(id));
    made.addEventListener("click", (event) => {
      // With a key held down, the browser opens the address elsewhere.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.select(id);
    });
    return make("span", {}, kindMark(model, node.kind), made);
  }

  /** A document is a node of the view of claims, else a page of its own. */
  private document(id: string): HTMLElement {
    if (this.model.nodes.has(id)) return this.go(id);
    const address = this.model.address(id);
    const name = id.slice(id.indexOf(":") + 1);
    return address ? link(address, name) : make("span", {}, id);
  }
}

export function kindMark(model: Model, kind: string): SVGElement {
  return mark(model.shape(kind), model.colour(kind));
}

function section(box: HTMLElement, title: string, items: HTMLElement[], say: Say): void {
  if (!items.length) return;
  box.append(make("h3", {}, `${title} (${items.length})`), shortList(items, say));
}

function shortList(items: HTMLElement[], say: Say): HTMLElement {
  const list = make("ul", {}, ...items.slice(0, SOME));
  const rest = items.slice(SOME);
  if (!rest.length) return list;
  const more = button({}, `${say("more")} (${items.length})`, () => {
    last.replaceWith(...rest);
    rest[0]?.querySelector<HTMLElement>("a, button")?.focus();
  });
  const last = make("li", {}, more);
  list.append(last);
  return list;
}

function apart(elements: HTMLElement[]): Child[] {
  return elements.flatMap((element, place) => (place ? [", ", element] : [element]));
}
