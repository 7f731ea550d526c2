import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Writes the .gz and .br of each text file beside it, for the server to send as they are. */
export function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed",
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
        if (!/\.(js|css|svg)$/.test(entry)) continue;
        const content = readFileSync(join(folder, entry));
        writeFileSync(join(folder, `${entry}.gz`), gzipSync(content, { level: 9 }));
        writeFileSync(join(folder, `${entry}.br`), brotliCompressSync(content));
      }
    },
  };
}
