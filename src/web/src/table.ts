/** The same as text: a table of the nodes that are shown, sorted and in pages. */

import type { NodeRow } from "./data";
import { make } from "./dom";
import { kindMark } from "./facts";
import type { Model } from "./model";
import type { State } from "./state";
import { type Word, amount, wordsOf } from "./words";

const ROWS = 100;
type Column = "label" | "kind" | "bloc" | "low" | "first_date";
const COLUMNS: [Column, Word][] = [
  ["label", "name"],
  ["kind", "kind"],
  ["bloc", "bloc"],
  ["low", "value"],
  ["first_date", "from"],
];

export class TableTwin {
  private by: Column = "label";
  private down = false;
  private page = 0;
  private state: State;

  constructor(
    private readonly box: HTMLElement,
    private readonly model: Model,
    state: State,
    private readonly select: (id: string) => void,
  ) {
    this.state = state;
  }

  show(state: State): void {
    this.state = state;
    const say = wordsOf(this.model.page.lang);
    const rows = this.sorted(this.model.shown(state));
    const pages = Math.max(1, Math.ceil(rows.length / ROWS));
    this.page = Math.min(this.page, pages - 1);
    const part = rows.slice(this.page * ROWS, (this.page + 1) * ROWS);
    const caption = make("caption", {}, `${rows.length} ${say("shown")}`);
    const body = make("tbody", {}, ...part.map((node) => this.row(node)));
    const table = make("table", {}, caption, this.head(say), body);
    this.box.replaceChildren(rows.length ? table : make("p", {}, say("none")), this.turn(pages, say));
  }

  private head(say: (word: Word) => string): HTMLElement {
    const cells = COLUMNS.map(([column, word]) => {
      const sorted = this.by === column ? (this.down ? "descending" : "ascending") : "none";
      const button = make("button", { type: "button" }, say(word));
      button.addEventListener("click", () => {
        this.down = this.by === column ? !this.down : column === "low";
        this.by = column;
        this.page = 0;
        this.show(this.state);
        this.box.querySelector<HTMLElement>(`[data-column="${column}"] button`)?.focus();
      });
      const attributes = { scope: "col", "aria-sort": sorted, "data-column": column };
      return make("th", attributes, button);
    });
    return make("thead", {}, make("tr", {}, ...cells));
  }

  private row(node: NodeRow): HTMLElement {
    const { lang, kinds } = this.model.page;
    const name = make("button", { type: "button", class: "name" }, node.label || node.id);
    name.addEventListener("click", () => this.select(node.id));
    return make(
      "tr",
      node.id === this.state.selected ? { class: "selected" } : {},
      make("th", { scope: "row" }, name),
      make("td", { class: "whole" }, kindMark(kinds[node.kind]), node.kind),
      make("td", {}, (node.bloc ?? "").replaceAll("|", ", ")),
      make("td", { class: "number" }, amount(node.low, node.high, node.currency, lang)),
      make("td", { class: "whole" }, node.first_date ?? ""),
    );
  }

  private turn(pages: number, say: (word: Word) => string): HTMLElement {
    const bar = make("nav", { class: "pages", "aria-label": say("table") });
    if (pages < 2) return bar;
    const step = (word: Word, by: number): HTMLElement => {
      const button = make("button", { type: "button" }, say(word));
      button.disabled = this.page + by < 0 || this.page + by >= pages;
      button.addEventListener("click", () => {
        this.page += by;
        this.show(this.state);
      });
      return button;
    };
    bar.append(step("previous", -1), ` ${this.page + 1} / ${pages} `, step("next", 1));
    return bar;
  }

  private sorted(rows: NodeRow[]): NodeRow[] {
    const { by } = this;
    const sign = this.down ? -1 : 1;
    const compare = new Intl.Collator(this.model.page.lang, { numeric: true }).compare;
    return [...rows].sort((one, other) => {
      const [a, b] = [one[by], other[by]];
      if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
      const order = typeof a === "number" && typeof b === "number" ? a - b : compare(`${a}`, `${b}`);
      return sign * order || compare(one.label, other.label);
    });
  }
}
