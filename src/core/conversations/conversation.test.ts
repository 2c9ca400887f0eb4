import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deleteConversations } from "./delete-conversations.ts";
import { getConversation } from "./get-conversation.ts";
import { getFacets } from "./get-facets.ts";
import { listConversations } from "./list-conversations.ts";
import { restoreConversations } from "./restore-conversations.ts";
import { conversationDetailSchema } from "./schema.ts";
import { storeVersion } from "./store-version.ts";
import { inTransaction } from "../context.ts";
import { storylines } from "#/platform/db/tables/sources.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, addDocument, eightTexts } from "../../../test/scene.ts";

let test: TestContext;
beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());

const point = (emotion: string, low: number, high: number) => ({ emotion, intensity: [low, high] });
const arc = {
  key: "confusion-to-clarity",
  label: "Confusion to clarity",
  tier: "template",
  description: "Normalise, then educate.",
  start: point("confusion", 0.7, 0.85),
  middle: point("recognition", 0.65, 0.65),
  end: point("clarity", 0.7, 0.8),
  exchanges: [4, 5],
  phases: [],
  techniques: [],
  avoid: [],
  phrases: [],
  clientShifts: [],
  suitsPersonas: [],
};

describe("getConversation", () => {
  it("shows the whole row: text, versions, storyline, course and grounding", async () => {
    const { ctx, projectId } = await test.addWorkspace();
    const lines = [
      { kind: "arc", key: arc.key, label: arc.label, body: arc },
      {
        kind: "scenario",
        key: "windfall",
        label: "A windfall",
        body: { key: "windfall", description: "Money that came with grief." },
      },
    ];
    await inTransaction(ctx, (tx) =>
      tx.insert(storylines).values(
        lines.map((line, position) => ({
          ...line,
          workspaceId: ctx.workspaceId,
          projectId,
          position,
        })),
      ),
    );
    const { documentId, chunkIds } = await addDocument(ctx, projectId, "guide", [
      "First.",
      "Second.",
    ]);
    const id = await addConversation(ctx, projectId, {
      tier: "scenario",
      plan: { scenario: "windfall", arc: arc.key },
      labels: { persona: "anxious-planner" },
      texts: eightTexts,
      score: 7.5,
      chunkIds: chunkIds.toReversed(),
    });
    const detail = await getConversation({ ctx, input: { conversationId: id } });
    expect(conversationDetailSchema.parse(detail)).toEqual(detail);
    expect(detail).toMatchObject({
      projectId,
      badge: "generated",
      score: 7.5,
      messageCount: 8,
      systemPrompt: "You are a patient adviser.",
      storyline: {
        kind: "scenario",
        label: "A windfall",
        description: "Money that came with grief.",
      },
      course: [
        { point: "start", emotion: "confusion", intensity: 0.775 },
        { point: "middle", emotion: "recognition", intensity: 0.65 },
        { point: "end", emotion: "clarity", intensity: 0.75 },
      ],
      chunks: [
        { documentId, documentTitle: "Document guide", heading: "Part 2", content: "Second." },
        { heading: "Part 1" },
      ],
      versions: [{ number: 1, origin: "generated" }],
      shownVersion: { number: 1 },
      generatedBy: { name: "Other Test" },
      decisions: [],
      notes: [],
    });
    expect(detail.messages.map((message) => message.content)).toEqual(eightTexts);
    expect(detail.messages.map((message) => message.role).slice(0, 2)).toEqual([
      "user",
      "assistant",
    ]);
  });

  it("shows an older version when it is asked for, and 404 for one that isn't there", async () => {
    const { ctx, projectId } = test;
    const id = await addConversation(ctx, projectId, { texts: ["Old question?", "Old answer."] });
    await inTransaction(ctx, (tx, ctx) =>
      storeVersion(tx, ctx, {
        conversationId: id,
        origin: "edited",
        systemPrompt: "New prompt.",
        messages: [{ role: "user", content: "New question?" }],
        isPractice: false,
        needsReview: false,
      }),
    );
    const newest = await getConversation({ ctx, input: { conversationId: id } });
    expect(newest).toMatchObject({ systemPrompt: "New prompt.", shownVersion: { number: 2 } });
    expect(newest.generatedBy).not.toBeNull();
    const older = await getConversation({ ctx, input: { conversationId: id, version: 1 } });
    expect(older.messages.map((message) => message.content)).toEqual([
      "Old question?",
      "Old answer.",
    ]);
    expect(older.versions.map((version) => version.number)).toEqual([2, 1]);
    await expect(
      getConversation({ ctx, input: { conversationId: id, version: 3 } }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("answers unknown and foreign ids in the same words", async () => {
    const other = await test.addWorkspace();
    const foreign = await addConversation(other.ctx, other.projectId, { texts: eightTexts });
    const refusals = await Promise.all(
      [foreign, crypto.randomUUID()].map((conversationId) =>
        getConversation({ ctx: test.ctx, input: { conversationId } }).catch(
          (error: Error) => error,
        ),
      ),
    );
    expect(refusals[0]).toMatchObject({ code: "not_found" });
    expect(refusals[0]).toEqual(refusals[1]);
  });
});

describe("delete and restore", () => {
  const input = (projectId: string, ids: string[]) => ({
    projectId,
    selection: { kind: "ids" as const, ids },
  });

  it("takes rows out of lists, counts and details, and brings them back as they were", async () => {
    const { ctx, projectId } = await test.addWorkspace();
    const labels = { persona: "planner", emotion: "fear" };
    const first = await addConversation(ctx, projectId, { labels, texts: eightTexts });
    const second = await addConversation(ctx, projectId, { labels });
    const before = await listConversations({ ctx, input: { projectId } });
    const facetsBefore = await getFacets({ ctx, input: { projectId } });

    const result = await deleteConversations({ ctx, input: input(projectId, [second, first]) });
    expect(result).toEqual({ deleted: 2, ids: [first, second] });
    expect(await listConversations({ ctx, input: { projectId } })).toMatchObject({ total: 0 });
    expect(await getFacets({ ctx, input: { projectId } })).toMatchObject({
      total: 0,
      counts: { status: {}, tier: {} },
    });
    await expect(getConversation({ ctx, input: { conversationId: first } })).rejects.toMatchObject({
      code: "not_found",
    });

    const ids = [first, second, crypto.randomUUID()];
    expect(await restoreConversations({ ctx, input: { projectId, ids } })).toEqual({ restored: 2 });
    expect(await restoreConversations({ ctx, input: { projectId, ids } })).toEqual({ restored: 0 });
    const after = await listConversations({ ctx, input: { projectId } });
    const withoutTime = (page: typeof after) =>
      page.rows.map((row) => ({ ...row, updatedAt: null }));
    expect(withoutTime(after)).toEqual(withoutTime(before));
    expect(await getFacets({ ctx, input: { projectId } })).toEqual(facetsBefore);
  });

  it("refuses while one of the rows is being written, and deletes none", async () => {
    const { ctx, projectId } = await test.addWorkspace();
    const idle = await addConversation(ctx, projectId, { texts: eightTexts });
    const queued = await addConversation(ctx, projectId, {
      reference: "T-777",
      generationState: "queued",
    });
    await expect(
      deleteConversations({ ctx, input: input(projectId, [idle, queued]) }),
    ).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/T-777.*Nothing was deleted/),
    });
    expect(await listConversations({ ctx, input: { projectId } })).toMatchObject({ total: 2 });
  });

  it("writes one audit event per 500 rows, with count and hashes", async () => {
    const { ctx, projectId } = await test.addWorkspace();
    for (let count = 0; count < 3; count += 1) await addConversation(ctx, projectId);
    await inTransaction(ctx, async (tx) => {
      const { conversations } = await import("#/platform/db/tables/conversations.ts");
      const [one] = await tx.select().from(conversations).limit(1);
      if (!one) throw new Error("no row");
      await tx.insert(conversations).values(
        Array.from({ length: 999 }, (_, place) => ({
          ...one,
          id: crypto.randomUUID(),
          reference: `X-${place}`,
          position: 10_000 + place,
        })),
      );
    });
    const all = { projectId, selection: { kind: "filter" as const, filter: {} } };
    expect(await deleteConversations({ ctx, input: all })).toMatchObject({ deleted: 1002 });
    const events = await test.ownerDb
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.workspaceId, ctx.workspaceId));
    const details = events.map((event) => JSON.parse(event.details));
    expect(details.map((one) => one.count).toSorted()).toEqual([2, 500, 500]);
    for (const one of details) expect(one.idsSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(details.map((one) => one.idsSha256)).size).toBe(3);
  });

  it("asks for the right to write, and finds nothing in a foreign workspace", async () => {
    const other = await test.addWorkspace();
    const foreign = await addConversation(other.ctx, other.projectId, { texts: eightTexts });
    const mine = input(test.projectId, [foreign]);
    await expect(deleteConversations({ ctx: test.ctx, input: mine })).rejects.toMatchObject({
      code: "not_found",
    });
    const restore = { projectId: other.projectId, ids: [foreign] };
    await expect(restoreConversations({ ctx: test.ctx, input: restore })).rejects.toMatchObject({
      code: "not_found",
    });
    const reviewer = await test.addMember("reviewer");
    await expect(deleteConversations({ ctx: reviewer, input: mine })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
