// One script and one style sheet, which `race export html` puts into its page.
import { defineConfig } from "vite";

const banner =
  "/*! compute-race explorer (MIT). Bundles sigma.js, graphology and events (all MIT). */";

export default defineConfig({
  build: {
    target: "es2022",
    outDir: "../compute_race/export/explorer",
    emptyOutDir: true,
    cssCodeSplit: false,
    reportCompressedSize: false,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "explorer", fileName: () => "explorer.js" },
    rollupOptions: { output: { banner, assetFileNames: "explorer.[ext]" } },
  },
});
