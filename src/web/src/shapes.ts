/** A shape for each kind of node, so that colour is not the only sign. */

import { makeSvg } from "./dom";

/** In the order of the numbers that the shader knows. */
export const SHAPES = [
  "circle",
  "diamond",
  "square",
  "triangle",
  "hexagon",
  "wedge",
  "page",
  "cross",
  "pentagon",
  "ring",
  "bar",
] as const;
export type Shape = (typeof SHAPES)[number];

/** The same for a kind in every export. Kinds that are not here take the others in turn. */
const OF_KIND = new Map<string, Shape>([
  ["organization", "circle"],
  ["announcement", "diamond"],
  ["initiative", "square"],
  ["claim", "triangle"],
  ["model", "hexagon"],
  ["place", "wedge"],
  ["document", "page"],
]);
const OTHERS: readonly Shape[] = ["cross", "pentagon", "ring", "bar"];

/** Outlines on a field from -12 to 12. */
const OUTLINES: Record<Shape, string> = {
  circle: "M0-8A8 8 0 1 1 0 8A8 8 0 1 1 0-8Z",
  diamond: "M0-10L10 0L0 10L-10 0Z",
  square: "M-7-7H7V7H-7Z",
  triangle: "M0-10.5L9.5 6.5H-9.5Z",
  hexagon: "M0-8.8L7.6-4.4V4.4L0 8.8L-7.6 4.4V-4.4Z",
  wedge: "M0 10.5L9.5-6.5H-9.5Z",
  page: "M-5.6-9H5.6V9H-5.6Z",
  cross: "M-3.4-9H3.4V-3.4H9V3.4H3.4V9H-3.4V3.4H-9V-3.4H-3.4Z",
  pentagon: "M0-9.2L8.7-2.8L5.4 7.4H-5.4L-8.7-2.8Z",
  ring: "M0-9A9 9 0 1 1 0 9A9 9 0 1 1 0-9ZM0-4A4 4 0 1 0 0 4A4 4 0 1 0 0-4Z",
  bar: "M-10.5-4.5H10.5V4.5H-10.5Z",
};

export function shapesOf(kinds: Iterable<string>): Map<string, Shape> {
  const found = new Map<string, Shape>();
  let others = 0;
  for (const kind of kinds) {
    const own = OF_KIND.get(kind);
    found.set(kind, own ?? OTHERS[others % OTHERS.length] ?? "circle");
    if (!own) others += 1;
  }
  return found;
}

/** A shape in its colour, beside a word that says the same. */
export function mark(shape: Shape, colour: string): SVGElement {
  const path = makeSvg("path", { d: OUTLINES[shape], fill: colour, "fill-rule": "evenodd" });
  return makeSvg("svg", { class: "mark", viewBox: "-12 -12 24 24", "aria-hidden": "true" }, path);
}
