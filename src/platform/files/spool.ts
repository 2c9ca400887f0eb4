import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { listFilesOfEnded, processFileName } from "./process-files.ts";
import { sha256 } from "#/lib/sha256.ts";
import { errorCode } from "#/platform/start-error.ts";

const ENDING = "jsonl";

/** From so many bytes on a file is left for a new one, and removed when all its lines are settled. */
const SEGMENT_BYTES = 8_000_000;
const CHECK_DIGITS = 16;

/** A line that is on the disk. Call `settle` once what it holds is safe elsewhere. */
export interface SpoolLine {
  settle: () => void;
}

/**
 * Lines that must survive this process and this machine's power, until they are safe in the database: one
 * file per process, one fsync for all lines that come together.
 */
export interface Spool {
  /** Resolves once the line is on the disk. Rejects when it can't be written: the disk is full, say. */
  append: (record: unknown) => Promise<SpoolLine>;
  /** Finishes the writing; removes the files in which every line is settled. */
  close: () => Promise<void>;
}

interface Segment {
  path: string;
  handle: FileHandle;
  bytes: number;
  unsettled: number;
  isOver: boolean;
}

interface Pending {
  text: string;
  done: PromiseWithResolvers<SpoolLine>;
}

/** Opens this process's spool. The folder is made when the first line comes. */
export function openSpool(directory: string): Spool {
  let segment: Segment | undefined;
  let pending: Pending[] = [];
  let writing: Promise<void> | undefined;

  const write = async () => {
    while (pending.length > 0) {
      const lines = pending;
      pending = [];
      try {
        segment ??= await openSegment(directory);
        const target = segment;
        const text = lines.map((line) => line.text).join("");
        await target.handle.appendFile(text);
        await target.handle.datasync();
        target.bytes += Buffer.byteLength(text);
        target.unsettled += lines.length;
        if (target.bytes >= SEGMENT_BYTES) {
          segment = undefined;
          target.isOver = true;
        }
        for (const { done } of lines) done.resolve({ settle: settleOnce(target) });
      } catch (error) {
        // What a failed write left behind is torn: the next lines go to a file of their own.
        if (segment) await leave(segment);
        segment = undefined;
        for (const { done } of lines) done.reject(error);
      }
    }
    writing = undefined;
  };

  return {
    append: (record) => {
      const done = Promise.withResolvers<SpoolLine>();
      pending.push({ text: lineOf(record), done });
      writing ??= Promise.resolve().then(write);
      return done.promise;
    },
    close: async () => {
      await writing;
      const last = segment;
      segment = undefined;
      if (last) await leave(last);
    },
  };
}

async function leave(segment: Segment): Promise<void> {
  segment.isOver = true;
  if (segment.unsettled === 0) await removeSegment(segment);
  else await segment.handle.close().catch(() => undefined);
}

function settleOnce(segment: Segment): () => void {
  let isSettled = false;
  return () => {
    if (isSettled) return;
    isSettled = true;
    segment.unsettled -= 1;
    if (segment.isOver && segment.unsettled === 0) void removeSegment(segment);
  };
}

async function removeSegment({ path, handle }: Segment): Promise<void> {
  await handle.close().catch(() => undefined);
  await rm(path, { force: true });
}

async function openSegment(directory: string): Promise<Segment> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, processFileName(randomUUID(), ENDING));
  const handle = await open(path, "ax", 0o600);
  // The file's name must survive a power cut too.
  const folder = await open(directory, "r");
  await folder.sync().catch(() => undefined);
  await folder.close();
  return { path, handle, bytes: 0, unsettled: 0, isOver: false };
}

/** A line tells by its check whether it is whole. */
function lineOf(record: unknown): string {
  const json = JSON.stringify(record);
  return `${sha256(json).slice(0, CHECK_DIGITS)} ${json}\n`;
}

export interface SpoolFile {
  path: string;
  /** What stands in whole lines, in their order. */
  records: unknown[];
  /** Bytes at the end, or in between, that are no whole line. */
  tornBytes: number;
}

/** The spool files of processes that have ended, read. Those of running processes are theirs. */
export async function readAbandonedSpools(directory: string): Promise<SpoolFile[]> {
  const files: SpoolFile[] = [];
  for (const { path } of await listFilesOfEnded(directory, ENDING)) {
    const file = await readSpool(path);
    if (file) files.push(file);
  }
  return files;
}

async function readSpool(path: string): Promise<SpoolFile | undefined> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  });
  if (!bytes) return undefined;
  const records: unknown[] = [];
  let tornBytes = 0;
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end).toString("utf8");
    const json = line.slice(CHECK_DIGITS + 1);
    const isWhole = end >= 0 && sha256(json).slice(0, CHECK_DIGITS) === line.slice(0, CHECK_DIGITS);
    if (isWhole) records.push(JSON.parse(json));
    else tornBytes += (end < 0 ? bytes.length : end + 1) - start;
    start = end < 0 ? bytes.length : end + 1;
  }
  return { path, records, tornBytes };
}

/** Done with: removed, or put aside for a person where a part of it can't be read. */
export async function removeSpool({ path, tornBytes }: SpoolFile): Promise<void> {
  if (tornBytes === 0) await rm(path, { force: true });
  else
    await rename(path, `${path}.torn`).catch((error: unknown) => {
      if (errorCode(error) !== "ENOENT") throw error;
    });
}
