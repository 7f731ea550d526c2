import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const SKIPPED = new Set(["node_modules", "static", "__pycache__", "migrations", "locale"]);

/** Every file below the folder that may name a class or an icon, with its text. */
export function sourceTexts(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourceTexts(path);
    return /\.(html|py|ts)$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
  });
}
