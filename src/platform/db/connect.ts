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
  return { db: drizzle(pool), pool, close: () => pool.end() };
}
