import { timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Logger } from "pino";
import type { z } from "zod";
import { createAccount } from "./create-account.ts";
import { createOwnerInput } from "./schema.ts";
import { appendAudit } from "../audit/append-audit.ts";
import type { Context } from "../context.ts";
import { BrightError, invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import type { Database } from "#/platform/db/connect.ts";
import { members } from "#/platform/db/tables/workspaces.ts";

/**
 * Makes the first account, owner of the workspace that the first start laid in. There is no actor yet:
 * what guards it is that nobody belongs to any workspace, and off loopback the set-up token.
 * @throws conflict when an owner exists, invalid_input for a wrong token, unavailable before the first start is through.
 */
export async function createOwner(given: {
  db: Database;
  log: Logger;
  requestId: string;
  /** Undefined on loopback: none is asked for. */
  setupToken: string | undefined;
  input: z.input<typeof createOwnerInput>;
}): Promise<void> {
  const input = parseInput(createOwnerInput, given.input);
  if (given.setupToken !== undefined && !sameText(given.setupToken, input.setupToken ?? "")) {
    throw invalidField(
      "setupToken",
      "This set-up token doesn't fit. Nothing was created; copy the token that was printed where Bright Run was started.",
    );
  }
  await given.db.transaction(async (tx) => {
    // Two first visitors at the same moment: the second waits here and is told that an owner exists.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('bright.first-owner'))`);
    const state = await tx.execute<{ taken: boolean; workspace: string | null }>(
      sql`select bright.has_members() as taken, bright.first_workspace() as workspace`,
    );
    const { taken, workspace } = state.rows[0] ?? { taken: false, workspace: null };
    if (taken) {
      throw new BrightError(
        "conflict",
        "This Bright Run has an owner already. Nothing was created; sign in, or ask the owner for an invitation.",
      );
    }
    if (!workspace) {
      throw new BrightError(
        "unavailable",
        "Bright Run is still laying in its sample project. Nothing you typed is lost; try again in a few seconds.",
      );
    }
    await tx.execute(sql`select set_config('bright.workspace', ${workspace}, true)`);
    const { id } = await createAccount(tx, input);
    await tx.insert(members).values({ workspaceId: workspace, userId: id, role: "owner" });
    const ctx: Context = {
      db: given.db,
      log: given.log,
      requestId: given.requestId,
      workspaceId: workspace,
      actor: { id, name: input.name, role: "owner" },
      transaction: tx,
    };
    await appendAudit(tx, ctx, {
      action: "member.joined",
      targetKind: "member",
      targetId: id,
      details: { role: "owner", first: true },
    });
  });
}

function sameText(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
