import { randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { inTransaction, type Context } from "../context.ts";
import { contentHash } from "./content-hash.ts";
import { storeVersion } from "./store-version.ts";
import {
  conversations,
  conversationVersions,
  messages,
} from "#/platform/db/tables/conversations.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

async function addRow(ctx: Context, projectId: string): Promise<string> {
  const id = randomUUID();
  await inTransaction(ctx, (tx) =>
    tx.insert(conversations).values({
      id,
      workspaceId: ctx.workspaceId,
      projectId,
      reference: `T-${id.slice(0, 8)}`,
      origin: "planned",
      tier: "template",
      title: "A row",
      labels: {},
      plan: {},
      generationState: "failed",
      reviewState: "approved",
      failure: { code: "timeout", message: "It took too long.", retryable: true },
      position: 1,
      createdBy: ctx.actor.id,
      createdByName: ctx.actor.name,
    }),
  );
  return id;
}

function version(conversationId: string) {
  return {
    conversationId,
    origin: "generated" as const,
    systemPrompt: "Be kind.",
    messages: [
      {
        role: "user" as const,
        content: "I don't\u0000 know, $1,200? \uD83D",
        emotions: { primary: "fear" },
      },
      { role: "assistant" as const, content: "Let's look at it." },
    ],
    isPractice: true,
    score: 7.5,
    needsReview: true,
  };
}

test("adds versions one after the other and makes the newest the current one", async () => {
  const { ctx, projectId } = world;
  const id = await addRow(ctx, projectId);
  const first = await inTransaction(ctx, (tx) => storeVersion(tx, ctx, version(id)));
  const second = await inTransaction(ctx, (tx) =>
    storeVersion(tx, ctx, { ...version(id), needsReview: false, isPractice: false, score: null }),
  );
  expect([first.number, second.number]).toEqual([1, 2]);
  const [row] = await inTransaction(ctx, (tx) =>
    tx.select().from(conversations).where(eq(conversations.id, id)),
  );
  expect(row).toMatchObject({
    currentVersionId: second.versionId,
    versionNumber: 2,
    contentHash: second.contentHash,
    messageCount: 2,
    isPractice: false,
    score: null,
    failure: null,
    generationState: "generated",
    reviewState: "none",
  });
});

test("the hash fits the text that is read back, whatever went in", async () => {
  const { ctx, projectId } = world;
  const id = await addRow(ctx, projectId);
  const stored = await inTransaction(ctx, (tx) => storeVersion(tx, ctx, version(id)));
  const [read] = await inTransaction(ctx, (tx) =>
    tx.select().from(conversationVersions).where(eq(conversationVersions.id, stored.versionId)),
  );
  const rows = await inTransaction(ctx, (tx) =>
    tx
      .select()
      .from(messages)
      .where(eq(messages.versionId, stored.versionId))
      .orderBy(asc(messages.position)),
  );
  expect(rows.map((row) => row.wordCount)).toEqual([4, 4]);
  expect(rows[0]?.emotions).toEqual({ primary: "fear" });
  expect(read?.contentHash).toBe(stored.contentHash);
  expect(contentHash({ systemPrompt: read?.systemPrompt ?? "", messages: rows })).toBe(
    stored.contentHash,
  );
});

test("many at once get one number each", async () => {
  const { ctx, projectId } = world;
  const id = await addRow(ctx, projectId);
  const stored = await Promise.all(
    Array.from({ length: 6 }, () =>
      inTransaction(ctx, (tx, inner) => storeVersion(tx, inner, version(id))),
    ),
  );
  expect(stored.map((each) => each.number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a conversation of another workspace is not found, and nothing is written", async () => {
  const other = await world.addWorkspace();
  const foreign = await addRow(other.ctx, other.projectId);
  await expect(
    inTransaction(world.ctx, (tx) => storeVersion(tx, world.ctx, version(foreign))),
  ).rejects.toMatchObject({ code: "not_found" });
});
