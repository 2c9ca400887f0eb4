import {
  closeSync,
  copyFileSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** A log file holds at most this many bytes; one older part is kept beside it as `.1`. */
const fileLimit = 5 * 1024 * 1024;

/** Where lines of one process go: plainly to the terminal, as they came to its log file. */
export type Output = {
  /** Reads a stream until it ends. */
  follow: (stream: Readable) => void;
  /** From here on lines are shown; those held back so far are dropped from the terminal. */
  show: () => void;
  /** The newest lines, for a fault that needs explaining. */
  recent: () => string[];
};

/**
 * Follows the output of a process. Until `show` is called its lines go to the file alone, because a
 * server's own start-up lines ("ready on ...") come before it is true for a person.
 */
export function createOutput(options: {
  name: string;
  logDirectory: string;
  print: (line: string) => void;
  shown: boolean;
}): Output {
  const writeLine = openLog(join(options.logDirectory, `${options.name}.log`));
  const recent: string[] = [];
  let shown = options.shown;
  const onLine = (line: string) => {
    writeLine(line);
    recent.push(line);
    if (recent.length > 30) recent.shift();
    if (shown && line.trim() !== "") options.print(`${options.name.padEnd(8)}| ${plainLine(line)}`);
  };
  return {
    follow: (stream) => void createInterface({ input: stream }).on("line", onLine),
    show: () => (shown = true),
    recent: () => recent.map(plainLine),
  };
}

/** The sentence inside a JSON log line; any other line is itself. */
export function plainLine(line: string): string {
  if (!line.startsWith("{")) return line;
  try {
    const entry: { level?: number; msg?: string; err?: { message?: string } } = JSON.parse(line);
    if (typeof entry.msg !== "string") return line;
    const level = entry.level ?? 30;
    const kind = level >= 50 ? "error: " : level >= 40 ? "warning: " : "";
    const reason = entry.err?.message === undefined || entry.msg.includes(entry.err.message);
    return `${kind}${entry.msg}${reason ? "" : ` (${entry.err?.message})`}`;
  } catch {
    return line;
  }
}

/**
 * Cuts a log that another process appends to: its older part moves aside, the file goes on empty.
 * For Postgres, whose log stays open in its own hands.
 */
export function boundForeignLog(path: string): void {
  try {
    if (statSync(path).size < fileLimit) return;
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
  } catch {
    // Not there yet, or the disk is full: a log must never stop the product.
  }
}

function openLog(path: string): (line: string) => void {
  let file: number | undefined;
  let size = 0;
  const reopen = () => {
    if (file !== undefined) closeSync(file);
    mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
    file = openSync(path, "a", 0o600);
    size = fstatSync(file).size;
  };
  return (line) => {
    try {
      if (file === undefined) reopen();
      if (size > fileLimit) {
        renameSync(path, `${path}.1`);
        reopen();
      }
      if (file !== undefined) size += writeSync(file, `${line}\n`);
    } catch {
      // The disk may be full: a log must never stop the product.
    }
  };
}
