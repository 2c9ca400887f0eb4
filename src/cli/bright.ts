import { text } from "node:stream/consumers";
import { runBright } from "./run-bright.ts";

// A pipe that reads no more is no reason to fall over.
process.stdout.on("error", () => process.exit(0));
// npm changes into the repository's folder; the person typed the paths elsewhere.
const throughNpm = process.env.npm_lifecycle_event === "bright";
process.exitCode = await runBright(process.argv.slice(2), {
  environment: process.env,
  directory: (throughNpm ? process.env.INIT_CWD : undefined) ?? process.cwd(),
  readInput: () => text(process.stdin),
  print: (written) => process.stdout.write(written),
  printError: (written) => process.stderr.write(written),
  isTerminal: process.stdin.isTTY && process.stderr.isTTY,
  interrupted: () => {
    const interrupt = new AbortController();
    // Once: a second Ctrl+C ends at once, as it does in commands that don't ask for this.
    process.once("SIGINT", () => interrupt.abort());
    return interrupt.signal;
  },
});
