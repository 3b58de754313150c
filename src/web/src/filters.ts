/** What is shown: kinds (the legend), a bloc, only values, up to a day. */

import { button, make } from "./dom";
import { kindMark } from "./facts";
import type { Model } from "./model";
import type { State } from "./state";
import { type Say, sayCode, wordsOf } from "./words";

export type Change = (part: Partial<State>) => void;

/** The fields of the filters; made once, then told what the state is. */
export class Filters {
  private readonly boxes = new Map<string, HTMLInputElement>();
  private readonly bloc = make("select", { id: "bloc" });
  private readonly measure = make("select", { id: "measure" });
  private readonly valued = make("input", { type: "checkbox", id: "valued" });
  private readonly until: HTMLInputElement;
  private readonly day = make("output", { for: "until" });
  private readonly last: number;

  constructor(
    box: HTMLElement,
    private readonly model: Model,
    private readonly change: Change,
  ) {
    const say = wordsOf(model.page.lang);
    this.last = Math.max(model.days.length - 1, 0);
    this.until = make("input", { type: "range", id: "until", min: "0", max: `${this.last}` });
    this.bloc.append(make("option", { value: "" }, say("all")));
    const options = model.blocs.map((id) => make("option", { value: id }, model.label(id)));
    this.bloc.append(...options);
    this.bloc.addEventListener("change", () => change({ bloc: this.bloc.value }));
    this.measure.append(make("option", { value: "" }, say("all")), ...this.measures());
    this.measure.addEventListener("change", () => change({ measure: this.measure.value }));
    this.valued.addEventListener("change", () => change({ valued: this.valued.checked }));
    this.until.addEventListener("input", () => change({ until: this.chosenDay() }));
    const all = { hidden: [], bloc: "", measure: "", valued: false, until: "" };
    const hasClaims = model.measured.size > 0;
    box.replaceChildren(
      this.legend(say),
      ...(options.length ? [make("label", { for: "bloc" }, say("bloc")), this.bloc] : []),
      ...(hasClaims ? [make("label", { for: "measure" }, say("measure")), this.measure] : []),
      make("label", { class: "kind" }, this.valued, say("valued")),
      ...(this.last ? [make("label", { for: "until" }, say("until"), " ", this.day), this.until] : []),
      button({ id: "reset" }, say("reset"), () => change(all)),
    );
  }

  show(state: State): void {
    for (const [kind, box] of this.boxes) box.checked = !state.hidden.includes(kind);
    this.bloc.value = state.bloc;
    this.measure.value = state.measure;
    this.valued.checked = state.valued;
    const { days } = this.model;
    const place = state.until ? days.findLastIndex((day) => day <= state.until) : this.last;
    this.until.value = `${Math.max(place, 0)}`;
    this.day.textContent = state.until || (days[this.last] ?? "");
    this.until.setAttribute("aria-valuetext", this.day.textContent);
  }

  private measures(): HTMLElement[] {
    const { model } = this;
    const named = [...model.measured.keys()].map((code) => [model.word(code), code] as const);
    const ordered = named.sort(([a], [b]) => a.localeCompare(b, model.page.lang));
    return ordered.map(([word, value]) => make("option", { value }, word));
  }

  private chosenDay(): string {
    const chosen = Number(this.until.value);
    return chosen >= this.last ? "" : (this.model.days[chosen] ?? "");
  }

  private legend(say: Say): HTMLElement {
    const { model } = this;
    const { lang, kinds, nodes } = model.page;
    const counts = new Map<string, number>();
    for (const node of nodes) counts.set(node.kind, (counts.get(node.kind) ?? 0) + 1);
    const group = make("fieldset", {}, make("legend", {}, say("kinds")));
    for (const kind of Object.keys(kinds)) {
      const box = make("input", { type: "checkbox", value: kind });
      box.addEventListener("change", () => {
        const hidden = [...this.boxes].filter(([, one]) => !one.checked).map(([name]) => name);
        this.change({ hidden });
      });
      this.boxes.set(kind, box);
      const count = (counts.get(kind) ?? 0).toLocaleString(lang);
      group.append(
        make(
          "label",
          { class: "kind" },
          box,
          kindMark(model, kind),
          make("span", {}, sayCode(kind, lang)),
          make("span", { class: "quiet count" }, count),
        ),
      );
    }
    return group;
  }
}
