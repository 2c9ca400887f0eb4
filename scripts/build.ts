import { resolve } from "node:path";
import { StartError } from "#/platform/start-error.ts";
import { buildIsCurrent, buildWhenNeeded } from "./supervisor/build.ts";

const repository = resolve(import.meta.dirname, "..");

try {
  const current = buildIsCurrent(repository);
  await buildWhenNeeded({ repository, print: (line) => console.log(line) });
  console.log(current ? "The pages are built already." : "The pages are built.");
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
