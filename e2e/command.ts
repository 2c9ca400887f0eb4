import { spawn } from "node:child_process";
import { resolve } from "node:path";
import type { Product } from "./product.ts";

const repository = resolve(import.meta.dirname, "..");

export interface Finished {
  code: number | null;
  out: string;
  error: string;
}

/** Runs one of the README's commands as a person would, with the settings that the product has. */
export function runCommand(
  { dataDirectory, url }: Pick<Product, "dataDirectory" | "url">,
  ...parameters: string[]
): Promise<Finished> {
  const [script = "", ...rest] = parameters;
  const child = spawn("npm", ["run", "-s", script, "--", ...rest], {
    cwd: repository,
    env: { ...process.env, BRIGHT_DATA_DIR: dataDirectory, PORT: new URL(url).port },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const finished: Finished = { code: null, out: "", error: "" };
  child.stdout.on("data", (part: Buffer) => (finished.out += part.toString()));
  child.stderr.on("data", (part: Buffer) => (finished.error += part.toString()));
  return new Promise((done) => child.on("close", (code) => done({ ...finished, code })));
}
