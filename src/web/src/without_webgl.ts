/** Loaded before sigma.js, which asks for these names at once: without them the table works. */

if (!("WebGLRenderingContext" in globalThis)) {
  Object.assign(globalThis, { WebGLRenderingContext: class {} });
}
if (!("WebGL2RenderingContext" in globalThis)) {
  Object.assign(globalThis, { WebGL2RenderingContext: class extends WebGLRenderingContext {} });
}
