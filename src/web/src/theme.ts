/** Dark or light: as the system says until someone chooses; and colours of the style sheet. */

const known = new Map<string, string>();

/** A colour of the style sheet; looked up once a theme, not once an edge. */
export function colour(name: string): string {
  const held = known.get(name);
  if (held !== undefined) return held;
  const found = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  known.set(name, found);
  return found;
}

export function themeButton(button: HTMLElement, changed: () => void): void {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = (): boolean => {
    const chosen = root.dataset["theme"];
    return chosen ? chosen === "dark" : dark.matches;
  };
  const tell = (): void => {
    known.clear();
    button.setAttribute("aria-pressed", `${isDark()}`);
    changed();
  };
  button.addEventListener("click", () => {
    root.dataset["theme"] = isDark() ? "light" : "dark";
    tell();
  });
  dark.addEventListener("change", tell);
  button.setAttribute("aria-pressed", `${isDark()}`);
}
