import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { failureOf, type ImportOutcome, MAX_FILE_BYTES } from "#/core/sources/schema.ts";
import { decodeText } from "#/lib/decode-text.ts";
import { problem } from "#/lib/file-problem.ts";
import { fileFault } from "#/platform/start-error.ts";

/** A file to import: the name it goes by, and where it lies. */
export interface FoundFile {
  name: string;
  path: string;
}

/** Larger ones aren't even read; UTF-16 takes up to twice the bytes of the text. */
const MAX_READ_BYTES = MAX_FILE_BYTES * 2;

/**
 * The files under some paths, in the order of the paths and by name within a folder. Hidden files are
 * left out; of a folder for seeds, all that isn't JSON. A path that can't be read is an outcome.
 */
export async function collectFiles(
  kind: "seeds" | "documents",
  paths: readonly string[],
  directory: string,
): Promise<{ files: FoundFile[]; failures: ImportOutcome[] }> {
  const files: FoundFile[] = [];
  const failures: ImportOutcome[] = [];
  for (const given of paths) {
    const path = resolve(directory, given);
    try {
      if ((await stat(path)).isDirectory()) files.push(...(await filesIn(kind, path)));
      else files.push({ name: basename(path), path });
    } catch (error) {
      failures.push(unreadable(given, error));
    }
  }
  return { files, failures };
}

async function filesIn(kind: "seeds" | "documents", folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: relative(folder, path).split(sep).join("/") }))
    .filter(({ name }) => !name.split("/").some((part) => part.startsWith(".")))
    .filter(({ name }) => kind === "documents" || /\.(?:json|jsonl|ndjson)$/i.test(name))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** The text of a file, or why it can't be had. */
export async function readFound(
  file: FoundFile,
): Promise<{ read: { name: string; content: string } } | { failure: ImportOutcome }> {
  try {
    const { size } = await stat(file.path);
    if (size > MAX_READ_BYTES) {
      const sentence = `It has ${Math.round(size / 1_000_000)} MB, and a file has at most ${MAX_FILE_BYTES / 1_000_000} MB. Part it into smaller files and import those.`;
      return { failure: failureOf(file.name, null, problem(sentence)) };
    }
    return { read: { name: file.name, content: decodeText(await readFile(file.path)) } };
  } catch (error) {
    return { failure: unreadable(file.name, error) };
  }
}

function unreadable(name: string, error: unknown): ImportOutcome {
  const sentence = `It can't be read: ${fileFault(error)}. Check the path and run this again.`;
  return failureOf(name, null, problem(sentence));
}
