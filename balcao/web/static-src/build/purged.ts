import { PurgeCSS } from "purgecss";
import type { Plugin } from "vite";
import { sourceTexts } from "./files.ts";

/** Drops from Tabler every rule whose classes no template, view or script names. */
export function purged(folder: string): Plugin {
  return {
    name: "purged",
    enforce: "pre",
    async transform(code, id) {
      if (!/@tabler\/core\/.*\.css/.test(id)) return null;
      const [result] = await new PurgeCSS().purge({
        content: sourceTexts(folder).map((raw) => ({ raw, extension: "html" })),
        css: [{ raw: code }],
        defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
        safelist: { standard: ["data-bs-theme", "html", "body"], variables: [/^--tblr-(primary|body|border|bg)/] },
        keyframes: true,
        variables: true,
      });
      return { code: result?.css ?? code, map: null };
    },
  };
}
