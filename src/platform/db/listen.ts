import { sql } from "drizzle-orm";
import { Client } from "pg";
import type { Transaction } from "./connect.ts";

/** What is told when a conversation or a batch of a project changed; nothing of its content. */
export interface ProgressNotice {
  workspaceId: string;
  projectId: string;
}

const channel = "bright_progress";

/**
 * Tells every listening process, at the commit, that something in the project changed. Postgres folds
 * equal notices of one transaction into one.
 */
export async function notifyProgress(tx: Transaction, notice: ProgressNotice): Promise<void> {
  const { workspaceId, projectId } = notice;
  await tx.execute(
    sql`select pg_notify(${channel}, ${JSON.stringify({ workspaceId, projectId })})`,
  );
}

export interface Listener {
  close: () => Promise<void>;
}

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;
const PING_MS = 10_000;

/**
 * Holds one connection of its own that hears progress notices, and makes a new one when it breaks.
 * @param onNotice called for each notice; @param onConnected after each (re)connection: notices may have
 * been missed before it. Never throws for an unreachable database: it keeps trying, 5 s apart at most.
 */
export function listenForProgress(
  url: string,
  {
    onNotice,
    onConnected,
  }: { onNotice: (notice: ProgressNotice) => void; onConnected: () => void },
): Listener {
  return listen(url, {
    channel,
    onPayload: (payload) => {
      const notice = readNotice(payload);
      if (notice) onNotice(notice);
    },
    onConnected,
  });
}

/** The same for any channel of ours, whose name is one plain word; anybody may send on it. */
export function listen(
  url: string,
  {
    channel,
    onPayload,
    onConnected,
  }: { channel: string; onPayload: (payload: string) => void; onConnected: () => void },
): Listener {
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let retryMs = FIRST_RETRY_MS;

  const connect = async () => {
    const next = new Client({
      connectionString: url,
      application_name: "bright-run listen",
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client = next;
    const fail = () => {
      clearInterval(ping);
      if (client !== next) return;
      client = undefined;
      next.end().catch(() => undefined);
      if (closed) return;
      timer = setTimeout(() => void connect(), retryMs);
      retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
    };
    next.on("error", fail);
    next.on("end", fail);
    next.on("notification", ({ payload }) => onPayload(payload ?? ""));
    // A connection that a firewall dropped looks alive until something is sent through it.
    const ping = setInterval(() => void next.query("select 1").catch(fail), PING_MS);
    ping.unref();
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
      retryMs = FIRST_RETRY_MS;
      if (!closed) onConnected();
    } catch {
      fail();
    }
  };
  void connect();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}

function readNotice(payload: string): ProgressNotice | undefined {
  let notice: unknown;
  try {
    notice = JSON.parse(payload);
  } catch {
    // Anybody may send on a channel: what isn't ours is passed over.
    return undefined;
  }
  if (typeof notice !== "object" || notice === null) return undefined;
  const { workspaceId, projectId } = notice as Record<string, unknown>;
  if (typeof workspaceId !== "string" || typeof projectId !== "string") return undefined;
  return { workspaceId, projectId };
}
