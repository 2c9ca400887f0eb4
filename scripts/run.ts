import { spawn } from "node:child_process";
import { join, resolve } from "node:path";

export const repository = resolve(import.meta.dirname, "..");

/** Runs a program of node_modules/.bin (or `node`) in the repository; resolves to its exit code. */
export function run(
  program: string,
  given: string[],
  environment: Record<string, string> = {},
): Promise<number> {
  const path =
    program === "node" ? process.execPath : join(repository, "node_modules/.bin", program);
  return new Promise((done) => {
    const child = spawn(path, given, {
      cwd: repository,
      stdio: "inherit",
      env: { ...process.env, ...environment },
    });
    child.on("error", (error) => {
      console.error(`${program} can't be started: ${error.message}`);
      done(1);
    });
    child.on("close", (code) => done(code ?? 1));
  });
}
