import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Pool, type PoolClient } from "pg";
import { isSilence } from "./passing-failure.ts";

export type Database = NodePgDatabase;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export interface DatabaseConnection {
  db: Database;
  pool: Pool;
  close: () => Promise<void>;
}

/** Milliseconds after which what doesn't come is given up. */
const usualPatience = {
  /** No statement of ours needs a tenth of it; one that runs away must not keep a core busy. */
  statement: 60_000,
  /** The server tells the above; one that says nothing at all, or a line that is dead, is left then. */
  answer: 65_000,
  /** Until a connection stands, and until one of the pool's is free: under load that takes seconds. */
  connection: 30_000,
  /**
   * Between two statements of a transaction: whoever takes so long is frozen or gone, and everybody else waits
   * for the rows that it holds. No transaction of ours waits for anything but the database.
   */
  idleInTransaction: 15_000,
};

/**
 * Opens a pool of connections as the app's role; a statement that takes a minute is ended.
 * @param url postgres:// URL; @param max connections at most; @param patience other times, for tests.
 */
export function connectDatabase(
  url: string,
  max = 10,
  patience: Partial<typeof usualPatience> = {},
): DatabaseConnection {
  const { statement, answer, connection, idleInTransaction } = { ...usualPatience, ...patience };
  const pool = new Pool({
    connectionString: url,
    max,
    idleTimeoutMillis: 30_000,
    statement_timeout: statement,
    query_timeout: answer,
    connectionTimeoutMillis: connection,
    idle_in_transaction_session_timeout: idleInTransaction,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it ends the process.
  pool.on("error", () => undefined);
  // The same for one that breaks between two statements of a transaction: the next statement tells it.
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
    endWhenSilent(client);
  });
  const db = drizzle(pool);
  const transaction: Database["transaction"] = (work, config) =>
    ownConnection(pool, (own) => own.transaction(work, config));
  return { db: Object.assign(db, { transaction }), pool, close: () => pool.end() };
}

/**
 * `pg` gives up a query without an answer and keeps the connection, on which everything after it, the end of
 * the transaction first, would wait as long again.
 */
function endWhenSilent(client: PoolClient): void {
  const query = client.query.bind(client) as unknown as (...given: unknown[]) => unknown;
  Object.assign(client, {
    query: (...given: unknown[]) => {
      const answer = query(...given);
      if (!(answer instanceof Promise)) return answer;
      return answer.catch((error: unknown) => {
        if (isSilence(error)) void client.end().catch(() => undefined);
        throw error;
      });
    },
  });
}

/**
 * Drizzle's own transaction over a pool keeps the connection for ever when its BEGIN fails (0.45): ten
 * restarts of Postgres later nothing goes any more. Here it is given back whatever fails.
 */
async function ownConnection<T>(pool: Pool, work: (own: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await work(drizzle(client));
  } finally {
    client.release();
  }
}
