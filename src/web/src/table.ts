/** The same as text: a table of the nodes that are shown, sorted and in pages. */

import { type NodeRow, listed } from "./data";
import { button, make } from "./dom";
import { kindMark } from "./facts";
import type { Model } from "./model";
import type { State } from "./state";
import { type Say, type Word, amount, sayCode, wordsOf } from "./words";

const ROWS = 100;
type Column = "label" | "kind" | "bloc" | "low" | "first_date" | "document_count";
const COLUMNS: [Column, Word][] = [
  ["label", "name"],
  ["kind", "kind"],
  ["bloc", "bloc"],
  ["low", "value"],
  ["first_date", "from"],
  ["document_count", "documents"],
];
const NUMBERS: readonly Column[] = ["low", "document_count"];

export class TableTwin {
  private readonly say: Say;
  private readonly collator: Intl.Collator;
  private by: Column = "label";
  private down = false;
  private page = 0;

  constructor(
    private readonly box: HTMLElement,
    private readonly model: Model,
    private state: State,
    private readonly select: (id: string) => void,
  ) {
    this.say = wordsOf(model.page.lang);
    this.collator = new Intl.Collator(model.page.lang, { numeric: true });
  }

  show(state: State): void {
    this.state = state;
    const rows = this.sorted(this.model.shown(state));
    const pages = Math.max(1, Math.ceil(rows.length / ROWS));
    this.page = Math.min(this.page, pages - 1);
    const part = rows.slice(this.page * ROWS, (this.page + 1) * ROWS);
    const count = rows.length.toLocaleString(this.model.page.lang);
    const caption = make("caption", {}, `${count} ${this.say("shown")}`);
    const body = make("tbody", {}, ...part.map((node) => this.row(node)));
    const table = make("table", {}, caption, this.head(), body);
    this.box.replaceChildren(
      rows.length ? table : make("p", {}, this.say("none")),
      ...(pages > 1 ? [this.turn(pages)] : []),
    );
  }

  /** Shows anew and sets the focus where it was, on what took the place of the old element. */
  private again(selector: string): void {
    this.show(this.state);
    this.box.querySelector<HTMLElement>(selector)?.focus();
  }

  private head(): HTMLElement {
    const cells = COLUMNS.map(([column, word]) => {
      const sorted = this.by === column ? (this.down ? "descending" : "ascending") : "none";
      const sort = button({}, this.say(word), () => {
        this.down = this.by === column ? !this.down : NUMBERS.includes(column);
        this.by = column;
        this.page = 0;
        this.again(`[data-column="${column}"] button`);
      });
      const kind = NUMBERS.includes(column) ? { class: "number" } : {};
      const attributes = { scope: "col", "aria-sort": sorted, "data-column": column, ...kind };
      return make("th", attributes, sort);
    });
    return make("thead", {}, make("tr", {}, ...cells));
  }

  private row(node: NodeRow): HTMLElement {
    const { model } = this;
    const { lang } = model.page;
    const attributes = { class: "name", dir: "auto" };
    const name = button(attributes, node.label || node.id, () => this.select(node.id));
    return make(
      "tr",
      node.id === this.state.selected ? { class: "selected" } : {},
      make("th", { scope: "row" }, name),
      make("td", { class: "whole" }, kindMark(model, node.kind), sayCode(node.kind, lang)),
      make("td", {}, this.blocs(node)),
      make("td", { class: "number" }, amount(node.low, node.high, node.currency, lang)),
      make("td", { class: "whole" }, node.first_date ?? ""),
      make("td", { class: "number" }, `${node.document_count || ""}`),
    );
  }

  private blocs(node: NodeRow): string {
    return listed(node.bloc)
      .map((one) => this.model.label(one))
      .join(", ");
  }

  private turn(pages: number): HTMLElement {
    const bar = make("nav", { class: "pages", "aria-label": this.say("table") });
    const step = (word: Word, by: number): HTMLElement => {
      const attributes = { "data-turn": word };
      const made = button(attributes, this.say(word), () => {
        this.page += by;
        this.box.scrollTop = 0;
        this.again(`[data-turn="${word}"]:not(:disabled), [data-turn]:not(:disabled)`);
      });
      made.disabled = this.page + by < 0 || this.page + by >= pages;
      return made;
    };
    bar.append(step("previous", -1), `${this.page + 1} / ${pages}`, step("next", 1));
    return bar;
  }

  private sorted(rows: NodeRow[]): NodeRow[] {
    const { by } = this;
    const sign = this.down ? -1 : 1;
    const { compare } = this.collator;
    return [...rows].sort((one, other) => {
      const [a, b] = [this.value(one, by), this.value(other, by)];
      // What has no value stands last either way.
      if (a === "" || b === "") return Number(a === "") - Number(b === "");
      const order = typeof a === "number" && typeof b === "number" ? a - b : compare(`${a}`, `${b}`);
      return sign * order || compare(one.label, other.label);
    });
  }

  private value(node: NodeRow, column: Column): string | number {
    if (column === "bloc") return this.blocs(node);
    if (column === "kind") return sayCode(node.kind, this.model.page.lang);
    if (column === "low") return node.low ?? node.high ?? "";
    return node[column] ?? "";
  }
}
