import { run } from "./run.ts";

/** Everything that takes seconds: formatting, lint, types, structure rules, dead code. */
const steps: [string, string, string[]][] = [
  ["format", "oxfmt", ["--check"]],
  ["lint", "oxlint", ["--deny-warnings"]],
  ["types", "tsc", ["--noEmit", "-p", "."]],
  ["structure", "node", ["scripts/structure.ts"]],
  ["dead code", "knip", []],
];

export async function check(): Promise<boolean> {
  const failed: string[] = [];
  for (const [name, program, given] of steps) {
    const begun = performance.now();
    const code = await run(program, given);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(`${code === 0 ? "ok" : "FAILED"}  ${name} (${seconds} s)`);
    if (code !== 0) failed.push(name);
  }
  if (failed.length > 0) console.error(`check: ${failed.join(", ")} failed`);
  return failed.length === 0;
}

if (import.meta.main) process.exitCode = (await check()) ? 0 : 1;
