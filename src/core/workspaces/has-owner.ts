import { sql } from "drizzle-orm";
import type { Database } from "#/platform/db/connect.ts";

/** Whether anybody belongs to any workspace; until then the first visitor makes the owner's account. */
export async function hasOwner(db: Database): Promise<boolean> {
  const result = await db.execute<{ taken: boolean }>(sql`select bright.has_members() as taken`);
  return result.rows[0]?.taken ?? false;
}
