/** The page: everything that happens is a change of the state, and the state is the address. */

import "./without_webgl";
import "./explorer.css";
import { readPage } from "./data";
import { button, byId } from "./dom";
import { Facts } from "./facts";
import { Filters } from "./filters";
import { Model } from "./model";
import { Picture } from "./picture";
import { Search } from "./search";
import { type State, fromHash, toHash } from "./state";
import { TableTwin } from "./table";
import { themeButton } from "./theme";
import type { Point } from "./walk";
import { type Say, sayCode, wordsOf } from "./words";

declare global {
  interface Window {
    /** For tests and for whoever scripts the page. */
    explorer?: { where(id: string): Point | undefined };
  }
}

class Explorer {
  private readonly page = readPage();
  private readonly say: Say = wordsOf(this.page.lang);
  private readonly model = new Model(this.page);
  private readonly canvas = byId("network");
  private readonly panel = byId("facts");
  private readonly tabs = { network: byId("tab-network"), table: byId("tab-table") };
  private readonly filters: Filters;
  private readonly facts: Facts;
  private readonly table: TableTwin;
  private readonly picture: Picture | undefined;
  private state: State;
  /** What is in the panel and in the canvas, so that only a change is made anew. */
  private told = "";
  private width = 0;
  /** Where the focus was before it went to the panel. */
  private before: HTMLElement | undefined;

  constructor() {
    this.state = this.valid(fromHash(location.hash));
    this.facts = new Facts(this.model, (id) => this.open(id), (id) => this.address(id));
    this.filters = new Filters(byId("filters"), this.model, (part) => this.change(part));
    this.table = new TableTwin(byId("table"), this.model, this.state, (id) => this.open(id));
    this.picture = this.draw();
    if (!this.picture) {
      byId("note").textContent = this.say("noDrawing");
      this.tabs.network.setAttribute("disabled", "");
    }
    this.listen();
    this.render();
    if (this.state.selected) this.picture?.goTo(this.state.selected);
    else this.picture?.gather();
  }

  where(id: string): Point | undefined {
    return this.picture?.where(id);
  }

  /** The address of the page with another node. */
  private address(id: string): string {
    return `#${toHash({ ...this.state, selected: id })}`;
  }

  private draw(): Picture | undefined {
    try {
      return new Picture(this.canvas, this.model, this.state, {
        select: (id) => this.pick(id),
        reached: (id) => {
          const kind = sayCode(this.model.nodes.get(id)?.kind ?? "", this.page.lang);
          byId("said").textContent = `${this.model.label(id)}, ${kind}`;
        },
      });
    } catch {
      // Without WebGL nothing can be drawn; the table has the same.
      return undefined;
    }
  }

  private valid(state: State): State {
    const { nodes, blocs, measured } = this.model;
    return {
      ...state,
      selected: nodes.has(state.selected) ? state.selected : "",
      bloc: blocs.includes(state.bloc) ? state.bloc : "",
      measure: measured.has(state.measure) ? state.measure : "",
    };
  }

  private change(part: Partial<State>): void {
    const next = { ...this.state, ...part };
    const hash = `#${toHash(next)}`;
    // Back leads to what was looked at before, not to each turn of a filter.
    if (next.selected !== this.state.selected) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
    this.state = next;
    this.render();
  }

  /** Chosen in the picture: it stands where it was clicked. */
  private pick(id: string): void {
    const isByKeyboard = id !== "" && document.activeElement === this.canvas;
    this.change({ selected: id });
    if (id) this.picture?.reveal(id);
    if (isByKeyboard) this.enterPanel();
  }

  /** Chosen by name: the picture goes there. */
  private open(id: string): void {
    this.change({ selected: id });
    if (this.state.view === "network") this.picture?.goTo(id);
    this.enterPanel();
  }

  private enterPanel(): void {
    const active = document.activeElement;
    if (active instanceof HTMLElement && active !== document.body && !this.panel.contains(active)) {
      this.before = active;
    }
    this.panel.querySelector("h2")?.focus({ preventScroll: true });
  }

  private close(): void {
    const isInside = this.panel.contains(document.activeElement);
    this.change({ selected: "" });
    if (isInside) (this.before?.isConnected ? this.before : this.canvas).focus();
  }

  private render(): void {
    const { state } = this;
    const view = this.picture ? state.view : "table";
    byId("table").hidden = view !== "table";
    byId("stage").hidden = view === "table";
    for (const [name, tab] of Object.entries(this.tabs)) {
      tab.setAttribute("aria-pressed", `${name === view}`);
    }
    this.filters.show(state);
    this.tell();
    if (view === "table") this.table.show(state);
    else {
      const width = this.canvas.clientWidth;
      if (width !== this.width) this.picture?.resize();
      this.width = width;
      this.picture?.show(state);
    }
    const shown = this.model.shown(state).length;
    const all = this.page.nodes.length;
    const count = (number: number): string => number.toLocaleString(this.page.lang);
    byId("count").textContent =
      shown === all
        ? `${count(shown)} ${this.say("shown")}`
        : `${count(shown)} ${this.say("of")} ${count(all)} ${this.say("shown")}`;
    byId("empty").textContent = shown ? "" : this.say("none");
  }

  private tell(): void {
    const { selected, until } = this.state;
    this.panel.hidden = !selected;
    const key = `${selected} ${until}`;
    if (key === this.told) return;
    this.told = key;
    if (!selected) {
      this.panel.replaceChildren();
      return;
    }
    const close = button({ class: "close", "aria-label": this.say("close") }, "×", () => this.close());
    this.panel.replaceChildren(close, this.facts.about(selected, until));
    this.panel.scrollTop = 0;
  }

  private listen(): void {
    const input = byId("search") as HTMLInputElement;
    new Search(input, byId("found"), byId("said"), this.model, (id) => this.open(id));
    this.tabs.network.addEventListener("click", () => this.change({ view: "network" }));
    this.tabs.table.addEventListener("click", () => this.change({ view: "table" }));
    byId("zoom-in").addEventListener("click", () => this.picture?.zoom("in"));
    byId("zoom-out").addEventListener("click", () => this.picture?.zoom("out"));
    byId("zoom-whole").addEventListener("click", () => this.picture?.zoom("whole"));
    const side = byId("show-filters");
    side.addEventListener("click", () => {
      const isOpen = document.body.classList.toggle("filtering");
      side.setAttribute("aria-expanded", `${isOpen}`);
      this.render();
    });
    themeButton(byId("theme"), () => this.picture?.show(this.state));
    document.addEventListener("keydown", (event) => {
      const { target } = event;
      const isTyping = target instanceof HTMLInputElement && target.type === "text";
      if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.focus();
      } else if (event.key === "Escape" && this.state.selected) this.close();
    });
    const back = (): void => {
      const next = this.valid(fromHash(location.hash));
      if (toHash(next) === toHash(this.state)) return;
      const isElsewhere = next.selected !== this.state.selected;
      this.state = next;
      this.render();
      if (isElsewhere && next.selected) this.picture?.goTo(next.selected);
    };
    addEventListener("hashchange", back);
    addEventListener("resize", () => this.picture?.resize());
  }
}

window.explorer = new Explorer();
