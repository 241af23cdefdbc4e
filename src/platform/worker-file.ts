import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/**
 * Where a worker's entry file is and how to start it. Bundled, every entry lies beside the server's file;
 * from source (tests) the TypeScript file runs through tsx.
 * `name` is the path under src without ending, e.g. "media/worker-main".
 */
export function workerFile(name: string): { url: URL; execArgv: string[] } {
  if (import.meta.url.endsWith(".ts"))
    return {
      url: new URL(`../${name}.ts`, import.meta.url),
      execArgv: ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href],
    };
  return { url: new URL(`./${name.split("/").at(-1)}.js`, import.meta.url), execArgv: [] };
}
