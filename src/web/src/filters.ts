/** What is shown: kinds (the legend), a bloc, only values, up to a day. */

import { make } from "./dom";
import { kindMark } from "./facts";
import type { Model } from "./model";
import type { State } from "./state";
import { wordsOf } from "./words";

export function filters(
  box: HTMLElement,
  model: Model,
  state: State,
  change: (part: Partial<State>) => void,
): void {
  const { page } = model;
  const say = wordsOf(page.lang);
  const kinds = make("fieldset", {}, make("legend", {}, say("kinds")));
  const boxes = new Map<string, HTMLInputElement>();
  const counts = new Map<string, number>();
  for (const node of page.nodes) counts.set(node.kind, (counts.get(node.kind) ?? 0) + 1);
  for (const [kind, colour] of Object.entries(page.kinds)) {
    const input = make("input", { type: "checkbox" });
    input.checked = !state.hidden.includes(kind);
    boxes.set(kind, input);
    input.addEventListener("change", () => {
      change({ hidden: [...boxes].filter(([, one]) => !one.checked).map(([name]) => name) });
    });
    const count = make("span", { class: "quiet count" }, `${counts.get(kind) ?? 0}`);
    kinds.append(make("label", { class: "kind" }, input, kindMark(colour), kind, count));
  }
  const bloc = make("select", { id: "bloc" }, make("option", { value: "" }, say("all")));
  for (const id of model.blocs) bloc.append(make("option", { value: id }, model.label(id)));
  bloc.value = state.bloc;
  bloc.addEventListener("change", () => change({ bloc: bloc.value }));
  const measure = make("select", { id: "measure" }, make("option", { value: "" }, say("all")));
  for (const name of [...model.measured.keys()].sort()) {
    measure.append(make("option", { value: name }, spoken(name)));
  }
  measure.value = state.measure;
  measure.addEventListener("change", () => change({ measure: measure.value }));
  const valued = make("input", { type: "checkbox", id: "valued" });
  valued.checked = state.valued;
  valued.addEventListener("change", () => change({ valued: valued.checked }));
  const last = model.days.length - 1;
  const until = make("input", { type: "range", id: "until", min: "0", max: `${Math.max(last, 0)}` });
  const day = make("output", { for: "until" });
  const place = state.until ? model.days.findLastIndex((one) => one <= state.until) : last;
  until.value = `${Math.max(place, 0)}`;
  const tell = (): void => {
    day.textContent = model.days[Number(until.value)] ?? "";
    until.setAttribute("aria-valuetext", day.textContent);
  };
  tell();
  until.addEventListener("input", () => {
    tell();
    const chosen = Number(until.value);
    change({ until: chosen >= last ? "" : (model.days[chosen] ?? "") });
  });
  const reset = make("button", { type: "button" }, say("reset"));
  reset.addEventListener("click", () => {
    for (const input of boxes.values()) input.checked = true;
    bloc.value = "";
    measure.value = "";
    valued.checked = false;
    until.value = `${last}`;
    tell();
    change({ hidden: [], bloc: "", measure: "", valued: false, until: "" });
  });
  box.replaceChildren(
    kinds,
    make("label", { for: "bloc" }, say("bloc")),
    bloc,
    make("label", { for: "measure" }, say("measure")),
    measure,
    make("label", { class: "kind" }, valued, say("valued")),
    make("label", { for: "until" }, say("until"), " ", day),
    until,
    reset,
  );
}

/** A name of the ontology in words: plannedInvestment is planned investment. */
function spoken(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
