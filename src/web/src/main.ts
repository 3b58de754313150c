/** The page: everything that happens is a change of the state, and the state is the address. */

import "./explorer.css";
import { readPage } from "./data";
import { byId, make } from "./dom";
import { facts } from "./facts";
import { filters } from "./filters";
import { Model } from "./model";
import { Picture } from "./picture";
import { search } from "./search";
import { type State, fromHash, toHash } from "./state";
import { TableTwin } from "./table";
import { wordsOf } from "./words";

declare global {
  interface Window {
    /** For tests and for whoever scripts the page. */
    explorer?: { where(id: string): { x: number; y: number } | undefined };
  }
}

function start(): void {
  const page = readPage();
  const say = wordsOf(page.lang);
  const model = new Model(page);
  let state = fromHash(location.hash);
  if (!model.nodes.has(state.selected)) state = { ...state, selected: "" };

  const canvas = byId("network");
  const panel = byId("facts");
  const tabs = { network: byId("tab-network"), table: byId("tab-table") };
  const table = new TableTwin(byId("table"), model, state, (id) => select(id));
  let picture: Picture | undefined;
  try {
    picture = new Picture(canvas, model, state, (id) => select(id));
  } catch {
    byId("note").textContent = say("noDrawing");
    state = { ...state, view: "table" };
    tabs.network.setAttribute("disabled", "");
  }

  function change(part: Partial<State>): void {
    state = { ...state, ...part };
    const hash = toHash(state);
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    render();
  }

  function select(id: string): void {
    change({ selected: id });
    if (id) picture?.goTo(id);
  }

  function render(): void {
    const isTable = state.view === "table";
    byId("table").hidden = !isTable;
    canvas.hidden = isTable;
    for (const [name, tab] of Object.entries(tabs)) {
      tab.setAttribute("aria-pressed", `${name === state.view}`);
    }
    byId("count").textContent = `${model.shown(state).length} ${say("shown")}`;
    // The panel takes room from the picture, which is measured after it.
    panel.hidden = !state.selected;
    if (isTable) table.show(state);
    else picture?.resize();
    picture?.show(state);
    if (!state.selected) return;
    const close = make("button", { type: "button", class: "close" }, say("close"));
    close.addEventListener("click", () => change({ selected: "" }));
    panel.replaceChildren(close, facts(model, state.selected, select));
    panel.scrollTop = 0;
  }

  const input = byId("search") as HTMLInputElement;
  search(input, byId("found"), model, select);
  filters(byId("filters"), model, state, change);
  tabs.network.addEventListener("click", () => change({ view: "network" }));
  tabs.table.addEventListener("click", () => change({ view: "table" }));
  byId("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const isDark = getComputedStyle(root).colorScheme.includes("dark");
    root.dataset["theme"] = isDark ? "light" : "dark";
    picture?.recolour();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => picture?.recolour());
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (event.key === "/" && !typing) {
      event.preventDefault();
      input.focus();
    } else if (event.key === "Escape" && state.selected) change({ selected: "" });
  });
  addEventListener("hashchange", () => {
    state = fromHash(location.hash);
    if (!model.nodes.has(state.selected)) state = { ...state, selected: "" };
    filters(byId("filters"), model, state, change);
    render();
  });
  addEventListener("resize", () => picture?.resize());
  window.explorer = { where: (id) => picture?.where(id) };
  render();
  if (state.selected) picture?.goTo(state.selected);
}

start();
