/** The network on its canvas. */

import Sigma from "sigma";
import { EdgeLineProgram, EdgeRectangleProgram } from "sigma/rendering";
import type { Model } from "./model";
import type { State } from "./state";

/** More nodes than these are moved without their edges. */
const MANY = 1500;
const STEP = 0.1;

export class Picture {
  private readonly sigma: Sigma;
  private readonly colours = new Map<string, string>();
  private hovered = "";
  private shown = new Set<string>();
  private near = new Set<string>();
  private state: State;

  constructor(
    private readonly box: HTMLElement,
    private readonly model: Model,
    state: State,
    select: (id: string) => void,
  ) {
    this.state = state;
    this.sigma = new Sigma(model.drawn, box, {
      allowInvalidContainer: true,
      hideEdgesOnMove: model.nodes.size > MANY,
      labelDensity: 0.6,
      labelGridCellSize: 110,
      labelRenderedSizeThreshold: 5,
      labelFont: "system-ui, sans-serif",
      labelSize: 12,
      zIndex: true,
      edgeProgramClasses: { line: model.drawn.size > MANY ? EdgeLineProgram : EdgeRectangleProgram },
      minCameraRatio: 0.02,
      maxCameraRatio: 4,
      defaultDrawNodeHover: (context, data, settings) => {
        const size = settings.labelSize;
        context.font = `600 ${size}px ${settings.labelFont}`;
        const width = data.label ? context.measureText(data.label).width + 14 : 0;
        const radius = Math.max(data.size, size / 2) + 4;
        context.fillStyle = this.colour("--raised");
        context.strokeStyle = this.colour("--quiet");
        context.beginPath();
        context.roundRect(data.x - radius, data.y - radius, radius * 2 + width, radius * 2, radius);
        context.fill();
        context.stroke();
        if (!data.label) return;
        context.fillStyle = this.colour("--ink");
        context.fillText(data.label, data.x + radius + 2, data.y + size / 3);
      },
      nodeReducer: (id, data) => {
        if (!this.shown.has(id)) return { ...data, hidden: true };
        const focus = this.hovered || this.state.selected;
        if (focus && id !== focus && !this.near.has(id)) {
          return { ...data, color: this.colour("--faint"), label: "", zIndex: 0 };
        }
        const isFocus = id === focus;
        return { ...data, highlighted: isFocus, forceLabel: isFocus, zIndex: isFocus ? 2 : 1 };
      },
      edgeReducer: (id, data) => {
        const [source, target] = model.drawn.extremities(id);
        if (!this.shown.has(source) || !this.shown.has(target)) return { ...data, hidden: true };
        const focus = this.hovered || this.state.selected;
        if (!focus) return { ...data, color: this.colour("--line") };
        return source === focus || target === focus
          ? { ...data, color: this.colour("--quiet"), zIndex: 1 }
          : { ...data, hidden: true };
      },
    });
    this.sigma.on("clickNode", ({ node }) => select(node));
    this.sigma.on("clickStage", () => select(""));
    this.sigma.on("enterNode", ({ node }) => this.hover(node));
    this.sigma.on("leaveNode", () => this.hover(""));
    box.addEventListener("keydown", (event) => this.key(event));
    this.show(state);
  }

  show(state: State): void {
    this.state = state;
    this.shown = new Set(this.model.shown(state).map((node) => node.id));
    if (state.selected) this.shown.add(state.selected);
    this.nearTo(this.hovered || state.selected);
    this.recolour();
  }

  recolour(): void {
    this.colours.clear();
    this.sigma.setSetting("labelColor", { color: this.colour("--ink") });
    this.sigma.refresh();
  }

  resize(): void {
    this.sigma.resize();
    this.sigma.refresh();
  }

  /** Bring a node into the middle. */
  goTo(id: string): void {
    const place = this.sigma.getNodeDisplayData(id);
    if (!place) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const camera = this.sigma.getCamera();
    const ratio = Math.min(camera.ratio, 0.5);
    void camera.animate({ x: place.x, y: place.y, ratio }, { duration: calm ? 0 : 300 });
  }

  /** Where a node is on the page, for whoever clicks there. */
  where(id: string): { x: number; y: number } | undefined {
    const place = this.sigma.getNodeDisplayData(id);
    if (!place || !this.shown.has(id)) return undefined;
    const box = this.box.getBoundingClientRect();
    const point = this.sigma.framedGraphToViewport(place);
    return { x: box.left + point.x, y: box.top + point.y };
  }

  private hover(id: string): void {
    this.hovered = id;
    this.box.style.cursor = id ? "pointer" : "";
    this.nearTo(id || this.state.selected);
    this.sigma.refresh({ skipIndexation: true });
  }

  private nearTo(id: string): void {
    const known = id && this.model.drawn.hasNode(id);
    this.near = new Set(known ? this.model.drawn.neighbors(id) : []);
  }

  private key(event: KeyboardEvent): void {
    const camera = this.sigma.getCamera();
    const { x, y, ratio } = camera.getState();
    // As a motion, during which the edges of a large graph are not drawn.
    const pan = (dx: number, dy: number): void =>
      void camera.animate({ x: x + dx * ratio, y: y + dy * ratio }, { duration: 160 });
    const moves: Record<string, () => void> = {
      ArrowLeft: () => pan(-STEP, 0),
      ArrowRight: () => pan(STEP, 0),
      ArrowUp: () => pan(0, STEP),
      ArrowDown: () => pan(0, -STEP),
      "+": () => void camera.animatedZoom({ duration: 0 }),
      "-": () => void camera.animatedUnzoom({ duration: 0 }),
      "0": () => void camera.animatedReset({ duration: 0 }),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  /** A colour of the style sheet; looked up once a theme, not once an edge. */
  private colour(name: string): string {
    const known = this.colours.get(name);
    if (known !== undefined) return known;
    const found = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    this.colours.set(name, found);
    return found;
  }
}
