import { and, eq } from "drizzle-orm";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { badgeIn, badgePlaceSql, badgeSql } from "./badge-sql.ts";
import { selectConversationIds } from "./select-ids.ts";
import type { ConversationFilter, Selection } from "./schema.ts";
import { type Badge, badgeOf, badges, generationStates, reviewStates } from "./states.ts";
import { inTransaction } from "../context.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, addDimension, addDocument, eightTexts } from "../../../test/scene.ts";

let test: TestContext;
beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());

const select = (selection: Selection, projectId = test.projectId, limit?: number) =>
  inTransaction(test.ctx, (tx, ctx) => selectConversationIds(tx, ctx, projectId, selection, limit));
const filter = (conditions: ConversationFilter) => select({ kind: "filter", filter: conditions });

describe("badges in SQL", () => {
  it("says of every pair of states what badgeOf says, and finds exactly the wanted badges", async () => {
    const other = await test.addWorkspace();
    const pairs = generationStates.flatMap((generationState) =>
      reviewStates.map((reviewState) => ({ generationState, reviewState })),
    );
    for (const pair of pairs) await addConversation(other.ctx, other.projectId, pair);
    await inTransaction(other.ctx, async (tx) => {
      const { generationState, reviewState } = conversations;
      const rows = await tx
        .select({ generationState, reviewState, badge: badgeSql(), place: badgePlaceSql() })
        .from(conversations);
      expect(rows).toHaveLength(pairs.length);
      for (const row of rows) {
        const badge = badgeOf(row.generationState as never, row.reviewState as never);
        expect(row.badge).toBe(badge);
        expect(row.place).toBe(badges.indexOf(badge) + 1);
      }
      await fc.assert(
        fc.asyncProperty(fc.subarray([...badges]), async (wanted: Badge[]) => {
          const found = await tx
            .select({ badge: badgeSql() })
            .from(conversations)
            .where(and(eq(conversations.projectId, other.projectId), badgeIn(wanted)));
          const expected = rows.map((row) => row.badge).filter((badge) => wanted.includes(badge));
          expect(found.map((row) => row.badge).toSorted()).toEqual(expected.toSorted());
        }),
        { numRuns: 30 },
      );
    });
  });
});

describe("selectConversationIds", () => {
  let ids: string[];
  let documentId: string;
  beforeAll(async () => {
    const { ctx, projectId } = test;
    await addDimension(ctx, projectId, "persona", ["anxious-planner", "recent-retiree"]);
    await addDimension(ctx, projectId, "emotion", ["fear", "hope"]);
    const document = await addDocument(ctx, projectId, "guide", ["One.", "Two."]);
    documentId = document.documentId;
    const labels = (persona: string, emotion: string) => ({ persona, emotion });
    ids = [
      await addConversation(ctx, projectId, {
        position: 30,
        title: "Fees of 100% on a_b\\c",
        labels: labels("anxious-planner", "fear"),
      }),
      await addConversation(ctx, projectId, {
        position: 10,
        title: "Fees of 1000 on aXb",
        labels: labels("anxious-planner", "hope"),
        tier: "scenario",
        chunkIds: document.chunkIds,
      }),
      await addConversation(ctx, projectId, {
        position: 20,
        labels: labels("recent-retiree", "fear"),
        texts: eightTexts,
        isPractice: true,
        reviewState: "approved",
      }),
    ];
  });

  it("gives ids in table order and stops at the limit", async () => {
    const [last, first, middle] = ids;
    expect(await filter({})).toEqual([first, middle, last]);
    expect(await select({ kind: "filter", filter: {} }, test.projectId, 2)).toEqual([
      first,
      middle,
    ]);
    expect(await select({ kind: "ids", ids: [...ids] })).toEqual([first, middle, last]);
  });

  it("joins values of one dimension with or, dimensions with and", async () => {
    const [last, first, middle] = ids;
    expect(await filter({ labels: { persona: ["anxious-planner"] } })).toEqual([first, last]);
    expect(
      await filter({ labels: { persona: ["anxious-planner", "recent-retiree"] } }),
    ).toHaveLength(3);
    expect(await filter({ labels: { persona: ["anxious-planner"], emotion: ["fear"] } })).toEqual([
      last,
    ]);
    expect(await filter({ labels: { tier: ["scenario"] } })).toEqual([first]);
    expect(await filter({ labels: { persona: [] } })).toHaveLength(3);
    expect(await filter({ status: ["approved"] })).toEqual([middle]);
    expect(await filter({ practice: false })).toEqual([first, last]);
    expect(await filter({ documentId: [documentId] })).toEqual([first]);
    expect(await filter({ origin: ["seed"] })).toEqual([]);
  });

  it("takes the signs of LIKE literally", async () => {
    const [last] = ids;
    expect(await filter({ search: "100%" })).toEqual([last]);
    expect(await filter({ search: "a_b" })).toEqual([last]);
    expect(await filter({ search: "B\\C" })).toEqual([last]);
    expect(await filter({ search: "fees" })).toHaveLength(2);
  });

  it("names what is allowed where a filter names something else", async () => {
    await expect(filter({ labels: { mood: ["fear"] } })).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(/no dimension "mood".*emotion, persona/),
      fields: [{ field: "filter.labels.mood" }],
    });
    await expect(filter({ labels: { emotion: ["fear", "joy"] } })).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(
        /"joy" is no value of emotion\. The allowed ones are: fear, hope\./,
      ),
    });
    await expect(filter({ labels: { tier: ["big"] } })).rejects.toThrow(
      /template, scenario, edge_case/,
    );
    await expect(filter({ documentId: ["x"] })).rejects.toMatchObject({ code: "not_found" });
    await expect(filter({ documentId: [crypto.randomUUID()] })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("finds a value that rows carry though the taxonomy no longer has it", async () => {
    const { ctx, projectId } = await test.addWorkspace();
    const id = await addConversation(ctx, projectId, { labels: { tone: "warm" } });
    const found = await inTransaction(ctx, (tx, ctx) =>
      selectConversationIds(tx, ctx, projectId, {
        kind: "filter",
        filter: { labels: { tone: ["warm"] } },
      }),
    );
    expect(found).toEqual([id]);
  });

  it("keeps other projects and workspaces apart", async () => {
    const other = await test.addWorkspace();
    const foreign = await addConversation(other.ctx, other.projectId, { texts: eightTexts });
    expect(await select({ kind: "ids", ids: [foreign, crypto.randomUUID()] })).toEqual([]);
    const refusal = { code: "not_found" };
    await expect(select({ kind: "filter", filter: {} }, other.projectId)).rejects.toMatchObject(
      refusal,
    );
    await expect(select({ kind: "filter", filter: {} }, crypto.randomUUID())).rejects.toMatchObject(
      refusal,
    );
  });
});
