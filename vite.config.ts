import { resolve } from "node:path";
import { defineConfig } from "vite";
import { compressed } from "./balcao/web/static-src/build/compressed.ts";
import { purged } from "./balcao/web/static-src/build/purged.ts";
import { sprite } from "./balcao/web/static-src/build/sprite.ts";

const sources = resolve(import.meta.dirname, "balcao/web/static-src");
const templates = resolve(import.meta.dirname, "balcao");

export default defineConfig({
  root: sources,
  base: "/static/dist/",
  publicDir: false,
  build: {
    outDir: resolve(sources, "../static/dist"),
    // A page that was open during an upgrade still finds its files.
    emptyOutDir: false,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    target: "es2022",
    // light-dark() and oklch() stay as written: both themes come from one rule.
    cssTarget: ["chrome123", "firefox128", "safari17.5"],
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        main: resolve(sources, "main.ts"),
        desk: resolve(sources, "desk.ts"),
        push: resolve(sources, "push.ts"),
        answering: resolve(sources, "answering.ts"),
        approving: resolve(sources, "approving.ts"),
        kiosk: resolve(sources, "kiosk.ts"),
        poster: resolve(sources, "poster.ts"),
        surveys: resolve(sources, "surveys.ts"),
        offering: resolve(sources, "offering.ts"),
        listening: resolve(sources, "listening.ts"),
        journeys: resolve(sources, "journeys.ts"),
        causes: resolve(sources, "causes.ts"),
        themes: resolve(sources, "themes.ts"),
        help: resolve(sources, "help.ts"),
      },
    },
  },
  plugins: [purged(templates), sprite(resolve(templates, "web")), compressed()],
});
