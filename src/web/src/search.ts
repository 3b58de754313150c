/** A field that finds names in all languages, with a list for the keyboard. */

import { make } from "./dom";
import { kindMark } from "./facts";
import { Finder, type Found } from "./finding";
import type { Model } from "./model";
import { sayCode, wordsOf } from "./words";

const MOST = 12;
const LONGEST = 120;

export class Search {
  private readonly finder: Finder;
  private active = -1;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly list: HTMLElement,
    private readonly said: HTMLElement,
    private readonly model: Model,
    private readonly select: (id: string) => void,
  ) {
    this.finder = new Finder(model.page);
    input.addEventListener("input", () => this.show());
    input.addEventListener("focus", () => this.show());
    input.addEventListener("blur", () => this.close());
    input.addEventListener("keydown", (event) => this.key(event));
  }

  private show(): void {
    this.close();
    if (!this.input.value.trim()) return;
    const say = wordsOf(this.model.page.lang);
    const found = this.finder.find(this.input.value, MOST);
    const items = found.map((one, place) => this.item(one, place));
    const none = make("li", { class: "quiet", role: "option", "aria-disabled": "true" });
    none.append(say("notFound"));
    this.list.replaceChildren(...(items.length ? items : [none]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.said.textContent = items.length ? `${items.length} ${say("found")}` : say("notFound");
  }

  private item({ node, other }: Found, place: number): HTMLElement {
    const attributes = { role: "option", id: `found-${place}`, "aria-selected": "false" };
    const kind = sayCode(node.kind, this.model.page.lang);
    const name = make("bdi", {}, (node.label || node.id).slice(0, LONGEST));
    const also = other ? ` ${other.slice(0, LONGEST)},` : "";
    const item = make("li", attributes, kindMark(this.model, node.kind), name);
    item.append(make("span", { class: "quiet" }, `${also} ${kind}`));
    item.dataset["id"] = node.id;
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => this.choose(item));
    return item;
  }

  private options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[data-id]")];
  }

  private close(): void {
    this.list.replaceChildren();
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  private choose(option: HTMLElement | undefined): void {
    const id = option?.dataset["id"];
    if (id === undefined) return;
    this.close();
    this.input.value = "";
    this.select(id);
  }

  private move(by: number): void {
    const all = this.options();
    if (!all.length) return;
    const begin = this.active < 0 && by < 0 ? 0 : this.active;
    this.active = (begin + by + all.length) % all.length;
    all.forEach((one, place) => one.setAttribute("aria-selected", `${place === this.active}`));
    all[this.active]?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", all[this.active]?.id ?? "");
  }

  private key(event: KeyboardEvent): void {
    // Enter also ends a word that an input method is composing.
    if (event.isComposing) return;
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Enter") this.choose(this.options()[Math.max(this.active, 0)]);
    else if (event.key === "Escape" && this.input.value) {
      this.input.value = "";
      this.close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
