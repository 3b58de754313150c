/** Draws nodes as shapes: a square around each, cut out by a distance function. */

import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

const UNIFORMS = ["u_sizeRatio", "u_correctionRatio", "u_matrix"] as const;
type Uniform = (typeof UNIFORMS)[number];

/** What the reducers hand on beside sigma's own. */
export interface ShapedNode extends NodeDisplayData {
  shape?: number;
}

/** Of one half of the square; the other half is opposite. */
const CORNERS: [number, number][] = [
  [-1, -1],
  [1, -1],
  [-1, 1],
];

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_place;
varying float v_pixel;
varying float v_shape;
const float bias = 255.0 / 254.0;

void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  // As little as holds every shape, and room for the click around small ones: without a
  // graphics card every point costs.
  float pixel = u_correctionRatio * 2.0;
  vec2 offset = (1.4 * radius + 3.0 * pixel) * a_corner;
  gl_Position = vec4((u_matrix * vec3(a_position + offset, 1)).xy, 0, 1);
  v_place = offset / radius;
  v_pixel = pixel / radius;
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}
`;

// Shapes of about one area: a circle of radius 1.
const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec2 v_place;
varying float v_pixel;
varying float v_shape;

// With a flat side up.
float polygon(vec2 p, float corners, float inner) {
  float part = 6.28318531 / corners;
  float angle = atan(p.x, p.y) + part * 0.5;
  return cos((floor(angle / part) + 0.5) * part - angle) * length(p) - inner;
}

float box(vec2 p, vec2 half_) {
  vec2 beyond = abs(p) - half_;
  return max(beyond.x, beyond.y);
}

float distanceTo(vec2 p) {
  if (v_shape < 0.5) return length(p) - 1.0;
  if (v_shape < 1.5) return (abs(p.x) + abs(p.y) - 1.25) * 0.70710678;
  if (v_shape < 2.5) return box(p, vec2(0.886));
  if (v_shape < 3.5) return polygon(vec2(p.x, -0.2 - p.y), 3.0, 0.777);
  if (v_shape < 4.5) return polygon(p.yx, 6.0, 0.952);
  if (v_shape < 5.5) return polygon(vec2(p.x, p.y - 0.2), 3.0, 0.777);
  if (v_shape < 6.5) return box(p, vec2(0.7, 1.12));
  if (v_shape < 7.5) return min(box(p, vec2(0.42, 1.12)), box(p, vec2(1.12, 0.42)));
  if (v_shape < 8.5) return polygon(vec2(p.x, -p.y), 5.0, 0.93);
  if (v_shape < 9.5) return abs(length(p) - 0.82) - 0.32;
  return box(p, vec2(1.3, 0.58));
}

void main(void) {
  float far = distanceTo(v_place);
  #ifdef PICKING_MODE
  gl_FragColor = far > v_pixel * 3.0 ? vec4(0.0) : v_color;
  #else
  float inside = 1.0 - smoothstep(-0.6, 0.6, far / v_pixel);
  // A darker rim keeps neighbours and light colours apart from what is behind them.
  // What is grey, and so what is not looked at, has none.
  float high = max(v_color.r, max(v_color.g, v_color.b));
  float low = min(v_color.r, min(v_color.g, v_color.b));
  float rim = smoothstep(-2.0, -1.0, far / v_pixel) * 0.4 * step(0.1, high - low);
  gl_FragColor = vec4(v_color.rgb * (1.0 - rim), v_color.a) * inside;
  #endif
}
`;

export class ShapeProgram extends NodeProgram<Uniform> {
  getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [...CORNERS, ...CORNERS.map(([x, y]) => [-x, -y])],
    };
  }

  processVisibleItem(index: number, start: number, data: ShapedNode): void {
    const row = [data.x, data.y, data.size, data.shape ?? 0, floatColor(data.color), index];
    this.array.set(row, start);
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniform1f(uniformLocations["u_correctionRatio"] ?? null, params.correctionRatio);
    gl.uniform1f(uniformLocations["u_sizeRatio"] ?? null, params.sizeRatio);
    gl.uniformMatrix3fv(uniformLocations["u_matrix"] ?? null, false, params.matrix);
  }
}
