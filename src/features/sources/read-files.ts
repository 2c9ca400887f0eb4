import {
  failureOf,
  type ImportOutcome,
  type ImportReport,
  MAX_FILE_BYTES,
  reportOf,
} from "#/core/sources/schema.ts";
import { problem } from "#/lib/file-problem.ts";
import { formatBytes } from "#/lib/format.ts";

/** What the browser hands over; `path` comes from a drop, `webkitRelativePath` from a chosen folder. */
export type PickedFile = Pick<File, "name" | "size" | "arrayBuffer"> & {
  path?: string;
  webkitRelativePath?: string;
};

export interface TextFile {
  name: string;
  content: string;
}

/** The name with its folder, as the person knows it. */
export function nameOf(file: PickedFile): string {
  const path = file.webkitRelativePath || file.path || file.name;
  return path.replace(/^(?:\.?\/)+/u, "");
}

/**
 * Reads files as text. Those that can't be sent come back as failures with a sentence; hidden files of
 * the system (".DS_Store") are left out, because nobody meant them.
 */
export async function readTextFiles(
  files: readonly PickedFile[],
): Promise<{ texts: TextFile[]; refused: ImportOutcome[] }> {
  const texts: TextFile[] = [];
  const refused: ImportOutcome[] = [];
  for (const file of files) {
    const name = nameOf(file);
    if (name.split("/").some((part) => part.startsWith("."))) continue;
    if (file.size > MAX_FILE_BYTES) {
      refused.push(
        failure(
          name,
          `This file has ${formatBytes(file.size)}; at most ${formatBytes(MAX_FILE_BYTES)} can be taken in. Split it, then add the parts.`,
        ),
      );
      continue;
    }
    const content = decode(await file.arrayBuffer());
    if (content === null) {
      refused.push(
        failure(
          name,
          "This isn't a text file. Save what it holds as Markdown or plain text (UTF-8), then add that.",
        ),
      );
    } else {
      texts.push({ name, content });
    }
  }
  return { texts, refused };
}

/** Text of UTF-8 or, with its mark at the start, UTF-16; null for anything else. */
function decode(buffer: ArrayBuffer): string | null {
  const bytes = new Uint8Array(buffer);
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\u0000") ? null : text;
  } catch {
    return null;
  }
}

/** Portions that one request carries: at most 50 files and about 8 MB, never an empty portion. */
export function portionsOf(texts: readonly TextFile[]): TextFile[][] {
  const portions: TextFile[][] = [];
  let size = 0;
  for (const text of texts) {
    const last = portions.at(-1);
    if (!last || last.length >= 50 || size + text.content.length > 8_000_000) {
      portions.push([text]);
      size = text.content.length;
    } else {
      last.push(text);
      size += text.content.length;
    }
  }
  return portions;
}

/** A file that didn't come in, as the server would report it. */
export function failure(file: string, message: string): ImportOutcome {
  return failureOf(file, null, problem(message));
}

/** One report out of many, failures first: they are what a person has to act on. */
export function sortedReport(outcomes: readonly ImportOutcome[]): ImportReport {
  const order = { failed: 0, added: 1, unchanged: 2 };
  return reportOf(outcomes.toSorted((a, b) => order[a.outcome] - order[b.outcome]));
}
