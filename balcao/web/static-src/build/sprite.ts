import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";
import { sourceTexts } from "./files.ts";

const { resolve } = createRequire(import.meta.url);
const NAMED = /\bicon(?:\(|=|:\s*)\s*["']([a-z][a-z0-9-]+)["']/g;

/** Names given to `icon("…")`, `icon="…"` or `icon: "…"` anywhere in the sources. */
export function iconNames(texts: string[]): string[] {
  const names = new Set<string>();
  for (const text of texts) for (const match of text.matchAll(NAMED)) names.add(match[1] as string);
  return [...names].sort();
}

function symbol(name: string): string {
  const inner = readFileSync(resolve(`@tabler/icons/outline/${name}.svg`), "utf8").replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "")}</symbol>`;
}

/** One file with the icons in use, and no others. */
export function sprite(folder: string): Plugin {
  return {
    name: "sprite",
    generateBundle() {
      const symbols = iconNames(sourceTexts(folder)).map(symbol).join("");
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
    },
  };
}
