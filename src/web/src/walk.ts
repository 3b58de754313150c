/** From node to node by arrow keys: the nearest one that lies that way. */

export interface Point {
  x: number;
  y: number;
}

/** On the page: x to the right, y down. */
export const WAYS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The node that lies nearest in a direction from a point; those off the way count as farther. */
export function nextThatWay(
  from: Point,
  way: Point,
  places: Iterable<[string, Point]>,
  but: string,
): string {
  let best = Infinity;
  let found = "";
  for (const [id, place] of places) {
    if (id === but) continue;
    const [dx, dy] = [place.x - from.x, place.y - from.y];
    const along = dx * way.x + dy * way.y;
    const aside = Math.abs(dx * way.y - dy * way.x);
    if (along <= 0 || aside > along * 2) continue;
    const far = along + aside * 2;
    if (far < best) [best, found] = [far, id];
  }
  return found;
}
