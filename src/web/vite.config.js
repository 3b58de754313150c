// One script and one style sheet, which `race export html` puts into its page.
import { readFileSync, readdirSync } from "node:fs";
import { defineConfig } from "vite";

/** What of others is in the bundle; their licences ask that they go with it. */
const BUNDLED = ["sigma", "graphology", "graphology-utils", "events"];

function licence(name) {
  const folder = `node_modules/${name}`;
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((one) => one.startsWith("LICENSE"));
  const text = readFileSync(`${folder}/${file}`, "utf8").replaceAll("\r\n", "\n").trim();
  return `${name} ${version}\n\n${text}`;
}

const banner = `/*!
The compute-race explorer (MIT), built from src/web. It holds these libraries:

${BUNDLED.map(licence).join("\n\n--\n\n")}
*/`;

export default defineConfig({
  build: {
    target: "es2022",
    outDir: "../compute_race/export/explorer",
    emptyOutDir: true,
    cssCodeSplit: false,
    reportCompressedSize: false,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "explorer", fileName: () => "explorer.js" },
    rollupOptions: { output: { postBanner: banner, assetFileNames: "explorer.[ext]" } },
  },
});
