import { sql } from "drizzle-orm";
import type { Logger } from "pino";
import { BrightError } from "./errors.ts";
import { type Capability, roleMay, type Role } from "./workspaces/schema.ts";
import type { Database, Transaction } from "#/platform/db/connect.ts";

/** Who acts: a person of the workspace, or the system on a person's behalf. */
export interface Actor {
  id: string;
  name: string;
  role: Role;
  sessionId?: string;
  /** Set when a program acts for the person with an API token: events name it. */
  token?: { id: string; name: string; expiresAt: Date | null };
  ip?: string;
}

/** What every verb is given beside its input. */
export interface Context {
  db: Database;
  workspaceId: string;
  actor: Actor;
  requestId: string;
  log: Logger;
  /** Set inside a transaction: verbs that call each other share it. */
  transaction?: Transaction;
}

/** Refuses with a sentence unless the actor's role holds the capability. */
export function authorise(ctx: Context, capability: Capability): void {
  if (roleMay(ctx.actor.role, capability)) return;
  throw new BrightError(
    "forbidden",
    `Your role (${ctx.actor.role}) doesn't allow this. Nothing was changed; ask an owner of the workspace for the role that does.`,
  );
}

/**
 * Runs `work` in one transaction that sees the rows of the context's workspace only.
 * Joins the transaction that the context already carries, if there is one.
 */
export async function inTransaction<T>(
  ctx: Context,
  work: (tx: Transaction, ctx: Context) => Promise<T>,
): Promise<T> {
  if (ctx.transaction) return work(ctx.transaction, ctx);
  return ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('bright.workspace', ${ctx.workspaceId}, true)`);
    return work(tx, { ...ctx, transaction: tx });
  });
}
