import { Pool } from "pg";
import type { Database } from "./connect.ts";
import { type Listener, listenForProgress, type ProgressNotice } from "./listen.ts";

type Heard = (revision: number) => void;

/** One listening connection for all who wait in this process. */
interface Hub {
  listener: Listener | undefined;
  waiting: Map<string, Set<Heard>>;
  revisions: Map<string, number>;
  /** Rises with everything that was heard, and never falls within one process. */
  newest: number;
}

declare global {
  var brightListenHubs: WeakMap<Database, Hub> | undefined;
}

/** Kept on globalThis: Next loads each route's modules apart, and they must share one connection. */
function hubOf(db: Database): Hub {
  globalThis.brightListenHubs ??= new WeakMap();
  const hub = globalThis.brightListenHubs.get(db) ?? {
    listener: undefined,
    waiting: new Map<string, Set<Heard>>(),
    revisions: new Map<string, number>(),
    newest: Date.now(),
  };
  globalThis.brightListenHubs.set(db, hub);
  return hub;
}

/**
 * Calls `onChange` whenever something changed in a project, in this or any other process, with a number
 * that rises each time. The connection is opened for the first who waits and closed after the last.
 */
export function subscribeToProgress(
  db: Database,
  { workspaceId, projectId }: ProgressNotice,
  onChange: Heard,
): { revision: number; unsubscribe: () => void } {
  const hub = hubOf(db);
  const key = `${workspaceId} ${projectId}`;
  const heard = hub.waiting.get(key) ?? new Set();
  hub.waiting.set(key, heard.add(onChange));
  hub.listener ??= listenForProgress(addressOf(db), {
    onNotice: (notice) => tell(hub, `${notice.workspaceId} ${notice.projectId}`),
    // Whatever happened while nobody listened may concern everybody.
    onConnected: () => {
      for (const each of hub.waiting.keys()) tell(hub, each);
    },
  });
  return {
    revision: hub.revisions.get(key) ?? hub.newest,
    unsubscribe: () => {
      heard.delete(onChange);
      if (heard.size === 0 && hub.waiting.get(key) === heard) hub.waiting.delete(key);
      if (hub.waiting.size > 0) return;
      void hub.listener?.close();
      hub.listener = undefined;
      hub.revisions.clear();
    },
  };
}

/** The clock makes revisions of different processes comparable; the step keeps them rising. */
function tell(hub: Hub, key: string): void {
  const heard = hub.waiting.get(key);
  hub.newest = Math.max(hub.newest + 1, Date.now());
  if (!heard) return;
  hub.revisions.set(key, hub.newest);
  for (const onChange of heard) onChange(hub.newest);
}

/** The address that a database was opened with. */
export function addressOf(db: Database): string {
  const client: unknown = "$client" in db ? db.$client : undefined;
  const url = client instanceof Pool ? client.options.connectionString : undefined;
  if (url === undefined) throw new Error("a database without an address can't be listened to");
  return url;
}
