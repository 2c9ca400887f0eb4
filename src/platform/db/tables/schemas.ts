import { pgSchema, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** All domain tables. Not `public`: Supabase serves that schema to the world. */
export const bright = pgSchema("bright");

/** Sign-in tables of better-auth. Not `auth`: Supabase owns a schema of that name. */
export const brightAuth = pgSchema("bright_auth");

export const id = () => uuid("id").primaryKey().defaultRandom();
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const createdAt = () => moment("created_at").notNull().defaultNow();
/** Who did it: the id and the name at that time, so that the record outlives the account. */
export const createdBy = () => text("created_by").notNull();
export const createdByName = () => text("created_by_name").notNull();
