/** A field that finds names in all languages, with a list for the keyboard. */

import { make } from "./dom";
import { kindMark } from "./facts";
import type { Model } from "./model";

const MOST = 12;

export function search(
  input: HTMLInputElement,
  list: HTMLElement,
  model: Model,
  select: (id: string) => void,
): void {
  let active = -1;
  const options = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[role=option]")];
  const close = (): void => {
    list.replaceChildren();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (option: HTMLElement | undefined): void => {
    const id = option?.dataset["id"];
    if (id === undefined) return;
    close();
    input.value = "";
    select(id);
  };
  const move = (by: number): void => {
    const all = options();
    if (!all.length) return;
    active = (active + by + all.length) % all.length;
    all.forEach((option, place) => option.setAttribute("aria-selected", `${place === active}`));
    all[active]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[active]?.id ?? "");
  };
  input.addEventListener("input", () => {
    const found = model.find(input.value, MOST);
    const items = found.map((node, place) => {
      const attributes = { role: "option", id: `found-${place}`, "aria-selected": "false" };
      const item = make("li", attributes, kindMark(model.page.kinds[node.kind]));
      item.append(node.label || node.id, make("span", { class: "quiet" }, ` ${node.kind}`));
      item.dataset["id"] = node.id;
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => choose(item));
      return item;
    });
    close();
    list.replaceChildren(...items);
    list.hidden = !items.length;
    input.setAttribute("aria-expanded", `${items.length > 0}`);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") choose(options()[Math.max(active, 0)]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("blur", close);
}
