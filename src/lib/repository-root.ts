import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * The folder that holds package.json, sample/ and src/. Bundled code has lost its own place, so the
 * folder that the process was started in is asked first.
 */
export function repositoryRoot(): string {
  const own: string | undefined = import.meta.dirname;
  const candidates = [process.cwd(), ...(own ? [resolve(own, "../..")] : [])];
  const found = candidates.find((folder) =>
    existsSync(join(/* turbopackIgnore: true */ folder, "sample", "project.json")),
  );
  if (found) return found;
  throw new Error(`sample/project.json is neither in ${candidates.join(" nor in ")}`);
}
