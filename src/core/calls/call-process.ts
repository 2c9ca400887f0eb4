import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type AdmissionLine, createAdmissionLine } from "./admission-line.ts";
import { callRules } from "./call-rules.ts";
import { createHeldCalls, type HeldCalls } from "./held-calls.ts";
import type { BucketName } from "./reserve-rate.ts";
import type { Context } from "../context.ts";
import { readCallSettings } from "#/platform/env.ts";
import type { Database } from "#/platform/db/connect.ts";
import { addressOf } from "#/platform/db/listen-hub.ts";
import { listen, type Listener } from "#/platform/db/listen.ts";
import { isDatabaseAway, isPassingFailure } from "#/platform/db/passing-failure.ts";
import { type DiskRoom, watchDiskRoom } from "#/platform/files/disk-room.ts";
import { markProcess, type ProcessMark } from "#/platform/files/process-marks.ts";
import { openSpool, type Spool } from "#/platform/files/spool.ts";

/** Where a call stands, for tests that end the process there. */
export type CallStep =
  | "claimed"
  | "reserved"
  | "sent"
  | "headers"
  | "mid-stream"
  | "last byte"
  | "spooled"
  | "in transaction"
  | "committed"
  | "acknowledged"
  | "published"
  | "scored";

export interface CallOptions {
  /** Where answers are kept until the database has them; null: nowhere (tests). */
  spoolDirectory: string | null;
  idleSeconds: number;
  totalSeconds: number;
  /** Seconds of the provider in one of ours; leases and reservations shortened: for tests in quick motion. */
  pace: number;
  leaseScale: number;
  random: () => number;
  onStep: (step: CallStep) => void | Promise<void>;
}

/** What all calls of this process share. */
export interface CallProcess extends CallOptions {
  spool: Spool | null;
  /** Of the disk on which the answers are kept. */
  room: DiskRoom | null;
  held: HeldCalls;
  /**
   * This process's name on what it holds in the database, by which others of this machine free at once what
   * it leaves when it is killed. Null where nothing marks it: what it holds then runs out by itself.
   */
  holder: () => Promise<string | null>;
  /** Leases (their tokens) of items that this process is at work on. */
  atWork: Set<string>;
  /**
   * Whether this process found the database away, or taking nothing, a moment ago: those who live may not
   * have renewed their leases yet, so nobody's work is taken over.
   */
  wasDatabaseAway: () => boolean;
  /** To be told of what the database failed with. @returns whether the same may go well later. */
  noteFailure: (error: unknown) => boolean;
  /** Aborted when the process is to end: nothing is tried again for long from then on. */
  ending: AbortController;
  /** Those who wait for one bucket. */
  lineOf: (name: BucketName) => AdmissionLine;
  /** A place was given back here: who waits here looks at once; others hear it by `notice`. */
  wake: (name: BucketName) => void;
  /** What `pg_notify` sends on the channel, so that the sender knows its own. */
  noticeOf: (name: BucketName) => string;
  close: () => Promise<void>;
}

/** What a person is told for as long as `room` is not there. */
export const diskIsFull =
  "The disk of the machine that Bright Run runs on is full, or can't be written, so an answer could not be kept. Nothing is sent and nothing is lost; make room there and it goes on by itself.";

export const callChannel = "bright_calls";
/** A listening connection that nobody needs is closed after so long. */
const LINGER_MS = 10_000;

declare global {
  var brightCallProcesses: WeakMap<Database, CallProcess> | undefined;
}

/** Kept on globalThis: Next loads each route's modules apart, and they share spool and lines. */
function processes(): WeakMap<Database, CallProcess> {
  globalThis.brightCallProcesses ??= new WeakMap();
  return globalThis.brightCallProcesses;
}

/**
 * Says how this process makes calls, before its first one. Without it the settings of the environment hold.
 * @returns close it when no call is under way any more.
 */
export function openCallProcess(db: Database, options: Partial<CallOptions> = {}): CallProcess {
  const settings = readCallSettings(process.env);
  const all: CallOptions = {
    spoolDirectory: settings.dataDirectory ? join(settings.dataDirectory, "spool") : null,
    idleSeconds: settings.idleSeconds,
    totalSeconds: settings.totalSeconds,
    pace: 1,
    leaseScale: 1,
    random: Math.random,
    onStep: () => undefined,
    ...options,
  };
  const lines = createLines(db);
  const spool = all.spoolDirectory === null ? null : openSpool(all.spoolDirectory);
  const mark = createMark(all.spoolDirectory);
  let awayAt = -Infinity;
  const opened: CallProcess = {
    ...all,
    ...lines,
    spool,
    room: all.spoolDirectory === null ? null : watchDiskRoom(all.spoolDirectory),
    held: createHeldCalls(all.leaseScale),
    holder: mark.id,
    atWork: new Set(),
    // Two turns of the renewal.
    wasDatabaseAway: () =>
      performance.now() - awayAt < 2_000 * callRules.renewSeconds * all.leaseScale,
    noteFailure: (error) => {
      if (isDatabaseAway(error)) awayAt = performance.now();
      return isPassingFailure(error);
    },
    ending: new AbortController(),
    close: async () => {
      processes().delete(db);
      await Promise.all([lines.close(), spool?.close(), mark.remove()]);
    },
  };
  processes().set(db, opened);
  return opened;
}

/** How this process makes calls. */
export function callProcessOf({ db }: Pick<Context, "db">): CallProcess {
  return processes().get(db) ?? openCallProcess(db);
}

/** Made when it is first needed; where it can't be written it is tried again the next time. */
function createMark(directory: string | null) {
  let made: Promise<ProcessMark | null> | undefined;
  return {
    id: async () => {
      if (directory === null) return null;
      made ??= markProcess(directory).catch(() => {
        made = undefined;
        return null;
      });
      return (await made)?.id ?? null;
    },
    remove: async () => (await made)?.remove(),
  };
}

function createLines(db: Database) {
  const nonce = randomUUID().slice(0, 8);
  const lines = new Map<string, AdmissionLine>();
  let listener: Listener | undefined;
  let linger: NodeJS.Timeout | undefined;
  const wakeAll = () => {
    for (const line of lines.values()) line.wake();
  };

  /** Only while somebody waits here is it worth hearing that others gave a place back. */
  const hear = () => {
    clearTimeout(linger);
    linger = setTimeout(() => {
      if ([...lines.values()].some(({ length }) => length > 0)) return hear();
      void listener?.close();
      listener = undefined;
    }, LINGER_MS);
    linger.unref();
    listener ??= listen(addressOf(db), {
      channel: callChannel,
      onPayload: (payload) => {
        const [sender, ...key] = payload.split(" ");
        if (sender !== nonce) lines.get(key.join(" "))?.wake();
      },
      onConnected: wakeAll,
    });
  };

  return {
    lineOf: (name: BucketName) => {
      const line = lines.get(keyOf(name)) ?? createAdmissionLine(callRules.pollSeconds, hear);
      lines.set(keyOf(name), line);
      return line;
    },
    wake: (name: BucketName) => lines.get(keyOf(name))?.wake(),
    noticeOf: (name: BucketName) => `${nonce} ${keyOf(name)}`,
    close: async () => {
      clearTimeout(linger);
      await listener?.close();
      listener = undefined;
    },
  };
}

/** In the workspace, the provider and the model: short enough for a notice, whatever the model is called. */
function keyOf({ workspaceId, provider, model }: BucketName): string {
  return `${workspaceId} ${provider} ${model}`;
}
