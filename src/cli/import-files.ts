import { collectFiles, readFound } from "./collect-files.ts";
import {
  type ImportOutcome,
  type ImportReport,
  reportOf,
  type uploadedFileSchema,
} from "#/core/sources/schema.ts";
import type { z } from "zod";
import { slicesOf } from "#/lib/slices.ts";

/** Files that go into one call, so that memory stays small and what came in is kept early. */
const FILES_AT_ONCE = 20;

/** Collects, reads and sends files; one that can't be read is an outcome like any other. */
export async function importFiles(given: {
  kind: "seeds" | "documents";
  paths: readonly string[];
  /** What relative paths start from. */
  directory: string;
  send: (files: z.infer<typeof uploadedFileSchema>[]) => Promise<ImportReport>;
  /** Called as soon as something is known. */
  tell: (outcome: ImportOutcome) => void;
}): Promise<ImportReport> {
  const { files, failures } = await collectFiles(given.kind, given.paths, given.directory);
  const outcomes = [...failures];
  failures.forEach(given.tell);
  for (const slice of slicesOf(files, FILES_AT_ONCE)) {
    const read = await Promise.all(slice.map(readFound));
    const readable = read.flatMap((each) => ("read" in each ? [each.read] : []));
    const unreadable = read.flatMap((each) => ("failure" in each ? [each.failure] : []));
    const report = readable.length > 0 ? await given.send(readable) : reportOf([]);
    const found = [...unreadable, ...report.outcomes];
    found.forEach(given.tell);
    outcomes.push(...found);
  }
  return reportOf(outcomes);
}

/** One outcome on one line: what, where, why. */
export function outcomeLine({ outcome, file, item, line, column, message }: ImportOutcome): string {
  const place = line === null ? "" : `:${line}:${column ?? 1}`;
  return `${outcome.padEnd(9)}  ${file}${place}${item === null ? "" : ` (${item})`}  ${message}`;
}

/** How it went altogether. */
export function reportLine(report: ImportReport, project: { name: string }): string {
  const { added, unchanged, failed } = report;
  return `${added} added, ${unchanged} unchanged, ${failed} failed in the project "${project.name}".`;
}
