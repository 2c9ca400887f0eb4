import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Pool } from "pg";

export type Database = NodePgDatabase;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export interface DatabaseConnection {
  db: Database;
  pool: Pool;
  close: () => Promise<void>;
}

/** Milliseconds. No statement of ours needs a tenth of it; one that runs away must not keep a core busy. */
const STATEMENT_TIMEOUT = 60_000;

/**
 * Opens a pool of connections as the app's role; a statement that takes a minute is ended.
 * @param url postgres:// URL; @param max connections at most.
 */
export function connectDatabase(url: string, max = 10): DatabaseConnection {
  const pool = new Pool({
    connectionString: url,
    max,
    idleTimeoutMillis: 30_000,
    statement_timeout: STATEMENT_TIMEOUT,
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it ends the process.
  pool.on("error", () => undefined);
  // The same for one that breaks between two statements of a transaction: the next statement tells it.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const db = drizzle(pool);
  const transaction: Database["transaction"] = (work, config) =>
    ownConnection(pool, (own) => own.transaction(work, config));
  return { db: Object.assign(db, { transaction }), pool, close: () => pool.end() };
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
