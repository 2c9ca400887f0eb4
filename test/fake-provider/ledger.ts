import { open, readFile, type FileHandle } from "node:fs/promises";
import type { BilledTokens } from "./models.ts";

/** One request as the vendor saw it. Times are milliseconds since 1970 on the fake's clock. */
export interface LedgerEntry {
  /** The request-id header. */
  id: string;
  /** Order of arrival over everything, from 0. */
  ordinal: number;
  /** Order among the admitted calls of a model (what the schedule draws by), or null. */
  draw: number | null;
  receivedAt: number;
  method: string;
  path: string;
  keyLast4: string;
  model: string | null;
  /** sha256 of the body, hex. */
  requestHash: string;
  /** The x-client-request-id or x-attempt-id header, else metadata.user_id, metadata.attempt_id or user of the body. */
  attempt: string | null;
  /** "answer", "rejected" (the request was wrong), "refused" (a rate limit), "fault:<kind>", ... */
  kind: string;
  /** Whether a rate limit was broken. */
  refused: boolean;
  /** Null until headers were sent; a reset or hang before them leaves it null. */
  status: number | null;
  firstByteAt: number | null;
  /** When the last byte of the answer was handed to the kernel; null when not all bytes were. */
  lastByteAt: number | null;
  /** When the client closed before the last byte was sent. */
  clientGoneAt: number | null;
  inputTokens: number;
  outputTokens: number;
  billed: BilledTokens;
  costMicros: number;
  batchId: string | null;
  customId: string | null;
  /** False from a SIGKILL of the fake in between only: received, and nothing known of the end. */
  completed: boolean;
}

export type Outcome = Partial<
  Omit<LedgerEntry, "id" | "ordinal" | "receivedAt" | "requestHash" | "completed">
>;

/** Entries in memory and, with a path, as lines in a file that are on the disk when the promise ends. */
export class Ledger {
  readonly entries: LedgerEntry[] = [];
  private readonly file: FileHandle | null;
  private pending: { line: string; done: () => void; failed: (error: unknown) => void }[] = [];
  private writing: Promise<void> | null = null;

  private constructor(file: FileHandle | null) {
    this.file = file;
  }

  static async open(path: string | undefined): Promise<Ledger> {
    return new Ledger(path === undefined ? null : await open(path, "a"));
  }

  /** Resolves when the entry is on the disk. */
  receive(entry: LedgerEntry): Promise<void> {
    this.entries.push(entry);
    return this.append({ event: "received", ...entry });
  }

  /** Adds what became of it. Resolves when that is on the disk. */
  complete(entry: LedgerEntry, outcome: Outcome): Promise<void> {
    Object.assign(entry, outcome, { completed: true });
    return this.append({ event: "completed", ...outcome, id: entry.id });
  }

  async close(): Promise<void> {
    while (this.writing) await this.writing;
    await this.file?.close();
  }

  private append(value: object): Promise<void> {
    if (!this.file) return Promise.resolve();
    const line = `${JSON.stringify(value)}\n`;
    return new Promise((done, failed) => {
      this.pending.push({ line, done, failed });
      this.writing ??= this.write(this.file);
    });
  }

  /** One write and one fsync for all that wait: entries of the same moment share them. */
  private async write(file: FileHandle | null): Promise<void> {
    while (this.pending.length > 0) {
      const group = this.pending;
      this.pending = [];
      try {
        await file?.appendFile(group.map(({ line }) => line).join(""));
        await file?.datasync();
        for (const { done } of group) done();
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    this.writing = null;
  }
}

/** Reads a ledger's file; a last line that a SIGKILL cut is left out. */
export async function readLedger(path: string): Promise<LedgerEntry[]> {
  const entries = new Map<string, LedgerEntry>();
  const text = await readFile(path, "utf8");
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  for (const line of lines) {
    if (line === "") continue;
    const { event, ...value } = JSON.parse(line) as { event: string } & LedgerEntry;
    if (event === "received") entries.set(value.id, value);
    else Object.assign(entries.get(value.id) ?? {}, value, { completed: true });
  }
  return [...entries.values()];
}
