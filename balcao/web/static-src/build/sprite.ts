import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";
import { sourceTexts } from "./files.ts";

const FOLDER = dirname(createRequire(import.meta.url).resolve("@tabler/icons/outline/x.svg"));
const NAMED = /\bicon(?:\(|=)\s*["']([a-z][a-z0-9-]*)["']/g;
const QUOTED = /["']([a-z][a-z0-9]*(?:-[a-z0-9]+)*)["']/g;

function all(texts: string[], pattern: RegExp): string[] {
  return texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] as string));
}

function file(name: string): string {
  return join(FOLDER, `${name}.svg`);
}

/** Names given to `icon("…")`, which must exist, and every quoted word that is an icon's name. */
export function iconNames(texts: string[]): string[] {
  const named = all(texts, NAMED);
  const unknown = named.filter((name) => !existsSync(file(name)));
  if (unknown.length) throw new Error(`There are no icons named ${unknown.join(", ")}.`);
  return [...new Set([...named, ...all(texts, QUOTED).filter((name) => existsSync(file(name)))])].sort();
}

function symbol(name: string): string {
  const inner = readFileSync(file(name), "utf8").replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
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
