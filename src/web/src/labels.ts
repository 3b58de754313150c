/** Names in the picture, none on another: the important first, the others where there is room. */

import type { EdgeLabelDrawingFunction, NodeLabelDrawingFunction } from "sigma/rendering";
import { colour } from "./theme";

export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const SIZE = 12;
const SMALL = 11;
const GAP = 4;
/** Beyond the size of any node: the rank of names that are to be seen. */
const FORCED = 1000;

/** Left and top. */
type Corner = [number, number];

interface Label {
  text: string;
  x: number;
  y: number;
  /** Of the node it stands beside; 0 for one that stands on a line. */
  radius: number;
  rank: number;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export class Labels {
  private pending: Label[] = [];
  private readonly widths = new Map<string, number>();

  readonly ofNode: NodeLabelDrawingFunction = (_context, data) => {
    if (!data.label || data["highlighted"]) return;
    const rank = data.size + (data["forceLabel"] ? FORCED : 0);
    this.pending.push({ text: data.label, x: data.x, y: data.y, radius: data.size, rank });
  };

  readonly ofEdge: EdgeLabelDrawingFunction = (_context, data, source, target) => {
    if (!data.label) return;
    const [x, y] = [(source.x + target.x) / 2, (source.y + target.y) / 2];
    this.pending.push({ text: data.label, x, y, radius: 0, rank: 500 });
  };

  clear(): void {
    this.pending = [];
  }

  draw(context: CanvasRenderingContext2D, width: number, height: number): void {
    this.pending.sort((a, b) => b.rank - a.rank || (a.text < b.text ? -1 : 1));
    const taken: Box[] = [];
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = colour("--paper");
    for (const label of this.pending) {
      const size = label.radius ? SIZE : SMALL;
      context.font = `${size}px ${FONT}`;
      const box = this.room(label, this.width(context, label.text), size, width, taken);
      if (!box || box.bottom < 0 || box.top > height) continue;
      taken.push(box);
      context.fillStyle = colour(label.radius ? "--ink" : "--quiet");
      const baseline = box.bottom - GAP;
      context.strokeText(label.text, box.left, baseline);
      context.fillText(label.text, box.left, baseline);
    }
    this.clear();
  }

  /** Right of the node, else left of it, an important one also below or above; else on its line. */
  private room(
    label: Label,
    wide: number,
    size: number,
    width: number,
    taken: Box[],
  ): Box | undefined {
    const { x, y, radius } = label;
    const high = size + GAP;
    const aside = radius + GAP;
    const middle = x - wide / 2;
    const beside: Corner[] = [
      [x + aside, y - high / 2],
      [x - aside - wide, y - high / 2],
    ];
    const above: Corner[] = [
      [middle, y + radius],
      [middle, y - radius - high],
    ];
    const places: Corner[] = radius
      ? [...beside, ...(label.rank >= FORCED ? above : [])]
      : [[middle, y - high / 2]];
    return places
      .map(([left, top]) => ({ left, top, right: left + wide, bottom: top + high }))
      .find((box) => box.left > 0 && box.right < width && !taken.some((one) => overlap(one, box)));
  }

  private width(context: CanvasRenderingContext2D, text: string): number {
    const key = context.font + text;
    const known = this.widths.get(key);
    if (known !== undefined) return known;
    const found = context.measureText(text).width;
    this.widths.set(key, found);
    return found;
  }
}

/** The node that is looked at, with its name in a frame; to the left where the right has no room. */
export const drawFocus: NodeLabelDrawingFunction = (context, data) => {
  context.font = `600 ${SIZE + 1}px ${FONT}`;
  const radius = Math.max(data.size, SIZE / 2) + GAP;
  const width = context.canvas.clientWidth;
  const room = Math.max(width - data.x, data.x) - radius - 14;
  const text = fitting(context, data.label ?? "", room);
  const wide = text ? context.measureText(text).width + 10 : 0;
  const isLeft = data.x + radius + wide > width && data.x > width / 2;
  const left = isLeft ? data.x - radius - wide : data.x - radius;
  context.fillStyle = colour("--raised");
  context.strokeStyle = colour("--quiet");
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(left, data.y - radius, radius * 2 + wide, radius * 2, Math.min(radius, 14));
  context.fill();
  context.stroke();
  if (!text) return;
  context.fillStyle = colour("--ink");
  context.fillText(text, isLeft ? left + 10 : data.x + radius, data.y + (SIZE + 1) / 3);
};

/** As much of a text as has room. */
function fitting(context: CanvasRenderingContext2D, text: string, room: number): string {
  let kept = text;
  while (kept && context.measureText(kept).width > room) kept = `${kept.slice(0, -2).trimEnd()}…`;
  return kept === "…" ? "" : kept;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right + GAP && b.left < a.right + GAP && a.top < b.bottom && b.top < a.bottom;
}
