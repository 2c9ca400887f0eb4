import { sql } from "drizzle-orm";
import type { Database } from "./connect.ts";

/** From so many new rows on the planner's old picture of the tables can cost minutes. */
export const ROWS_THAT_CHANGE_PLANS = 200;

/**
 * Lets Postgres look at the tables of conversations now, instead of within a minute by itself; under a
 * second at 100,000 rows. Call it after the commit of what came in.
 */
export async function refreshStatistics(db: Pick<Database, "execute">): Promise<void> {
  await db.execute(sql`select bright.refresh_statistics()`);
}
