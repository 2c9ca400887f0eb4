import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTallies } from "./read-tallies.ts";
import { inTransaction } from "../context.ts";
import { standingDecision } from "../review/standing-decision.ts";
import { conversationVersions, decisions } from "#/platform/db/tables/conversations.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, eightTexts } from "../../../test/scene.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

/** Nothing is undone that doesn't stand: review refuses it. */
function possible(steps: readonly string[]): string[] {
  let depth = 0;
  return steps.filter((step) => {
    if (step === "undo" && depth === 0) return false;
    depth += step === "undo" ? -1 : 1;
    return true;
  });
}

test("the decision that stands is the same here as in review, whatever was decided and undone", async () => {
  const { ctx, projectId, ownerDb } = world;
  let run = 0;
  const log = fc.array(fc.constantFrom("approve", "reject", "flag", "undo"), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(log, async (steps) => {
      run += 1;
      const reference = `R-${run}`;
      const conversationId = await addConversation(ctx, projectId, {
        reference,
        texts: eightTexts,
      });
      const [version] = await ownerDb
        .select({ id: conversationVersions.id })
        .from(conversationVersions)
        .where(eq(conversationVersions.conversationId, conversationId));
      const rows = possible(steps).map((decision, at) => ({
        id: randomUUID(),
        workspaceId: ctx.workspaceId,
        conversationId,
        versionId: version?.id ?? "",
        decision,
        reviewStateBefore: "none",
        reviewStateAfter: "none",
        createdBy: ctx.actor.id,
        createdByName: ctx.actor.name,
        createdAt: new Date(1_700_000_000_000 + at * 1_000),
      }));
      if (rows.length > 0) await ownerDb.insert(decisions).values(rows);
      const stands = standingDecision(rows)?.decision;
      const tallies = await inTransaction(ctx, (tx) =>
        readTallies(tx, {
          calls: { where: sql`false`, key: sql`''` },
          texts: { where: sql`text.conversation_id = ${conversationId}::uuid`, key: sql`'all'` },
        }),
      );
      expect(tallies).toMatchObject([
        {
          written: 1,
          approved: stands === "approve" ? 1 : 0,
          decided: stands === "approve" || stands === "reject" ? 1 : 0,
        },
      ]);
    }),
    { numRuns: 40 },
  );
});
