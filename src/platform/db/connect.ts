import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Pool } from "pg";

export type Database = NodePgDatabase;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export interface DatabaseConnection {
  db: Database;
  pool: Pool;
  close: () => Promise<void>;
}

/**
 * Opens a pool of connections as the app's role.
 * @param url postgres:// URL; @param max connections at most.
 */
export function connectDatabase(url: string, max = 10): DatabaseConnection {
  const pool = new Pool({ connectionString: url, max, idleTimeoutMillis: 30_000 });
  // A connection that breaks while idle is replaced by the pool; without a listener it ends the process.
  pool.on("error", () => undefined);
  return { db: drizzle(pool), pool, close: () => pool.end() };
}
