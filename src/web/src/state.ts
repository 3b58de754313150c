/** What is looked at: kept in the address, so that a link leads back to it. */

export interface State {
  selected: string;
  hidden: string[];
  bloc: string;
  measure: string;
  valued: boolean;
  until: string;
  view: "network" | "table";
}

export const START: State = {
  selected: "",
  hidden: [],
  bloc: "",
  measure: "",
  valued: false,
  until: "",
  view: "network",
};

export function toHash(state: State): string {
  const parts = new URLSearchParams();
  if (state.selected) parts.set("node", state.selected);
  if (state.hidden.length) parts.set("hide", state.hidden.join(","));
  if (state.bloc) parts.set("bloc", state.bloc);
  if (state.measure) parts.set("measure", state.measure);
  if (state.valued) parts.set("valued", "1");
  if (state.until) parts.set("until", state.until);
  if (state.view !== "network") parts.set("view", state.view);
  return parts.toString();
}

export function fromHash(hash: string): State {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  return {
    selected: parts.get("node") ?? "",
    hidden: (parts.get("hide") ?? "").split(",").filter(Boolean),
    bloc: parts.get("bloc") ?? "",
    measure: parts.get("measure") ?? "",
    valued: parts.get("valued") === "1",
    until: parts.get("until") ?? "",
    view: parts.get("view") === "table" ? "table" : "network",
  };
}
