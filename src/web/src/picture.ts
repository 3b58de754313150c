/** The network on its canvas. */

import Sigma from "sigma";
import { EdgeLineProgram, EdgeRectangleProgram, createEdgeArrowProgram } from "sigma/rendering";
import type { EdgeDisplayData } from "sigma/types";
import { knownBy } from "./data";
import { isCalm } from "./dom";
import { FONT, Labels, drawFocus } from "./labels";
import type { Line, Model } from "./model";
import { type ShapedNode, ShapeProgram } from "./shape_program";
import type { State } from "./state";
import { colour } from "./theme";
import { type Point, WAYS, nextThatWay } from "./walk";

/** More nodes than these are moved without their edges, which are thin. */
const MANY = 1500;
/** More neighbours than these are not all named, nor their relations. */
const CROWD = 40;
const FEW = 14;
const STEP = 0.1;
/** Pixels of the shorter side, and nodes, from which on nodes are drawn smaller. */
const ROOM = 700;
const COMFORTABLE = 600;

export interface Heard {
  select(id: string): void;
  /** The node that the keyboard came to. */
  reached(id: string): void;
}

export class Picture {
  private readonly sigma: Sigma;
  private readonly labels = new Labels();
  private readonly isLarge: boolean;
  /** Many nodes, or a small screen, leave less room for each. */
  private scale = 1;
  private hovered = "";
  private shown = new Set<string>();
  private near = new Set<string>();
  private state: State;

  constructor(
    private readonly box: HTMLElement,
    private readonly model: Model,
    state: State,
    private readonly heard: Heard,
  ) {
    this.state = state;
    this.isLarge = model.nodes.size > MANY;
    this.measure();
    this.sigma = new Sigma(model.drawn, box, {
      allowInvalidContainer: true,
      hideEdgesOnMove: this.isLarge,
      labelDensity: 1.6,
      labelGridCellSize: 90,
      labelRenderedSizeThreshold: 4,
      labelFont: FONT,
      renderEdgeLabels: true,
      zIndex: true,
      minCameraRatio: 0.02,
      maxCameraRatio: 3,
      stagePadding: 40,
      nodeProgramClasses: { circle: ShapeProgram },
      edgeProgramClasses: {
        // Thin lines take a fifth of the time where there is no graphics card.
        line: this.isLarge ? EdgeLineProgram : EdgeRectangleProgram,
        arrow: createEdgeArrowProgram({ lengthToThicknessRatio: 6, widenessToThicknessRatio: 4 }),
      },
      defaultDrawNodeLabel: this.labels.ofNode,
      defaultDrawEdgeLabel: this.labels.ofEdge,
      defaultDrawNodeHover: drawFocus,
      nodeReducer: (id, data) => this.node(id, data as ShapedNode),
      edgeReducer: (id, data) => this.edge(id, data as Line),
    });
    this.sigma.on("clickNode", ({ node }) => heard.select(node));
    this.sigma.on("clickStage", () => heard.select(""));
    this.sigma.on("enterNode", ({ node }) => this.hover(node));
    this.sigma.on("leaveNode", () => this.hover(""));
    this.sigma.on("beforeRender", () => this.labels.clear());
    this.sigma.on("afterRender", () => {
      const context = this.sigma.getCanvases()["labels"]?.getContext("2d");
      const { width, height } = this.sigma.getDimensions();
      if (context) this.labels.draw(context, width, height);
    });
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.hover(""));
    this.show(state);
  }

  show(state: State): void {
    this.state = state;
    this.shown = new Set(this.model.shown(state).map((node) => node.id));
    if (state.selected) this.shown.add(state.selected);
    if (!this.shown.has(this.hovered)) this.hovered = "";
    this.nearTo(this.hovered || state.selected);
    this.sigma.refresh({ skipIndexation: true });
  }

  resize(): void {
    this.measure();
    this.sigma.resize();
    this.sigma.refresh({ skipIndexation: true });
  }

  /** Bring a node into view, with its neighbours as far as that leaves them legible. */
  goTo(id: string): void {
    const place = this.sigma.getNodeDisplayData(id);
    if (!place) return;
    let reach = 0.1;
    for (const other of this.model.drawn.neighbors(id)) {
      const its = this.shown.has(other) ? this.sigma.getNodeDisplayData(other) : undefined;
      if (its) reach = Math.max(reach, Math.abs(its.x - place.x), Math.abs(its.y - place.y));
    }
    this.move({ x: place.x, y: place.y, ratio: Math.min(reach * 2.2, 0.7) });
  }

  /** Show the largest connected part: what stands beside it would make it small. */
  gather(): void {
    const places = this.model
      .largestPart(this.shown)
      .map((id) => this.sigma.getNodeDisplayData(id))
      .filter((place) => place !== undefined);
    if (!places.length) return;
    const [left, right] = ends(places.map(({ x }) => x));
    const [low, high] = ends(places.map(({ y }) => y));
    const ratio = Math.min(1, Math.max(right - left, high - low) * 1.15);
    this.sigma.getCamera().setState({ x: (left + right) / 2, y: (low + high) / 2, ratio });
  }

  /** Bring a node into view where it is outside. */
  reveal(id: string): void {
    const place = this.sigma.getNodeDisplayData(id);
    if (!place) return;
    const { x, y } = this.sigma.framedGraphToViewport(place);
    const { width, height } = this.sigma.getDimensions();
    if (x > 30 && y > 30 && x < width - 30 && y < height - 30) return;
    this.move({ x: place.x, y: place.y });
  }

  zoom(by: "in" | "out" | "whole"): void {
    const { ratio } = this.sigma.getCamera().getState();
    if (by === "whole") this.move({ x: 0.5, y: 0.5, ratio: 1 });
    else this.move({ ratio: by === "in" ? ratio / 1.5 : ratio * 1.5 });
  }

  /** Where a node is on the page, for whoever clicks there. */
  where(id: string): Point | undefined {
    const place = this.sigma.getNodeDisplayData(id);
    if (!place || !this.shown.has(id)) return undefined;
    const box = this.box.getBoundingClientRect();
    const point = this.sigma.framedGraphToViewport(place);
    return { x: box.left + point.x, y: box.top + point.y };
  }

  private measure(): void {
    const side = Math.min(this.box.clientWidth, this.box.clientHeight) || ROOM;
    const share = Math.min(1, side / ROOM) * Math.min(1, Math.sqrt(COMFORTABLE / this.model.nodes.size));
    this.scale = Math.max(0.4, share);
  }

  private get focus(): string {
    return this.hovered || this.state.selected;
  }

  private node(id: string, given: ShapedNode): Partial<ShapedNode> {
    if (!this.shown.has(id)) return { ...given, hidden: true };
    const data = { ...given, size: given.size * this.scale };
    const { focus } = this;
    if (!focus) return data;
    if (id === focus) return { ...data, highlighted: true, forceLabel: true, zIndex: 2 };
    if (!this.near.has(id)) return { ...data, color: colour("--faint"), label: "", zIndex: 0 };
    return { ...data, forceLabel: this.near.size <= CROWD, zIndex: 1 };
  }

  private edge(id: string, line: Line): Partial<EdgeDisplayData> {
    const [source, target] = this.model.drawn.extremities(id);
    const { size } = line;
    const isKnown = this.shown.has(source) && this.shown.has(target);
    const hidden = { type: "line", size, hidden: true };
    if (!isKnown || !knownBy(line.since, this.state.until)) return hidden;
    const { focus } = this;
    if (!focus) return { type: "line", size, color: colour("--edge"), label: null };
    if (source !== focus && target !== focus) return hidden;
    const words = this.near.size <= FEW ? line.word : null;
    const label = line.count > 1 ? `${line.count}×` : words;
    const seen = { label, forceLabel: label !== null && this.near.size <= CROWD };
    return { type: line.type, size: size + 0.5, color: colour("--near"), zIndex: 1, ...seen };
  }

  private hover(id: string): void {
    if (id === this.hovered) return;
    this.hovered = id;
    this.box.classList.toggle("over", id !== "");
    this.nearTo(this.focus);
    this.sigma.refresh({ skipIndexation: true, schedule: true });
  }

  private nearTo(id: string): void {
    const known = id && this.model.drawn.hasNode(id);
    this.near = new Set(known ? this.model.drawn.neighbors(id) : []);
  }

  private move(to: { x?: number; y?: number; ratio?: number }): void {
    const camera = this.sigma.getCamera();
    // An animation of no length would divide by it.
    if (isCalm()) camera.setState(to);
    else void camera.animate(to, { duration: 300 });
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    if (way && event.shiftKey) this.pan(way);
    else if (way) this.walk(way);
    else if (event.key === "Enter" && this.hovered) this.heard.select(this.hovered);
    else if (event.key === "+" || event.key === "=") this.zoom("in");
    else if (event.key === "-") this.zoom("out");
    else if (event.key === "0") this.zoom("whole");
    else return;
    event.preventDefault();
  }

  private pan(way: Point): void {
    const { x, y, ratio } = this.sigma.getCamera().getState();
    this.move({ x: x + way.x * STEP * ratio, y: y - way.y * STEP * ratio });
  }

  private walk(way: Point): void {
    const { width, height } = this.sigma.getDimensions();
    const here = this.focus ? this.sigma.getNodeDisplayData(this.focus) : undefined;
    const from = here ? this.sigma.framedGraphToViewport(here) : { x: width / 2, y: height / 2 };
    const next = nextThatWay(from, way, this.places(), this.focus);
    if (!next) return;
    this.hover(next);
    this.reveal(next);
    this.heard.reached(next);
  }

  private *places(): Generator<[string, Point]> {
    for (const id of this.shown) {
      const place = this.sigma.getNodeDisplayData(id);
      if (place) yield [id, this.sigma.framedGraphToViewport(place)];
    }
  }
}

/** Between which values nearly all lie. */
function ends(values: number[]): [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const few = Math.floor(sorted.length * 0.02);
  return [sorted[few] ?? 0, sorted[sorted.length - 1 - few] ?? 1];
}
