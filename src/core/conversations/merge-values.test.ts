import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, addDocument } from "../../../test/scene.ts";
import { getStorylines } from "../taxonomy/get-storylines.ts";
import { getTaxonomy } from "../taxonomy/get-taxonomy.ts";
import { mergeValues } from "../taxonomy/merge-values.ts";
import { previewMerge } from "../taxonomy/preview-merge.ts";
import { retireValue } from "../taxonomy/retire-value.ts";
import { type Context } from "../context.ts";
import { deleteConversations } from "./delete-conversations.ts";
import { restoreConversations } from "./restore-conversations.ts";
import { startProject } from "../templates/start-project.ts";
import { verifyAudit } from "../audit/verify-audit.ts";
import { conversationLabels, conversations } from "#/platform/db/tables/conversations.ts";
import { documents } from "#/platform/db/tables/sources.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";

let world: TestContext;
let ctx: Context;
beforeAll(async () => {
  world = await createTestContext();
  ctx = world.ctx;
});
afterAll(() => world.close());

const newProject = async () => (await startProject({ ctx, input: { name: "P" } })).id;
const valuesOf = async (projectId: string, dimension: string) =>
  (await getTaxonomy({ ctx, input: { projectId } })).dimensions.find(({ key }) => key === dimension)
    ?.values ?? [];

describe("merging", () => {
  test("moves labels in both stores, storylines and documents, deleted rows too, in one go", async () => {
    const projectId = await newProject();
    const persona = { projectId, dimension: "persona" };
    const from = "recent-retiree";
    const into = "anxious-planner";
    const ids = [
      await addConversation(ctx, projectId, { labels: { persona: from, topic: "tax" } }),
      await addConversation(ctx, projectId, { labels: { persona: from } }),
      await addConversation(ctx, projectId, { labels: { persona: into } }),
    ];
    const [, gone = ""] = ids;
    await deleteConversations({
      ctx,
      input: { projectId, selection: { kind: "ids", ids: [gone] } },
    });
    const preview = await previewMerge({ ctx, input: { ...persona, key: from, into } });
    expect(preview.conversations).toBe(2);
    expect(preview.storylines.length).toBeGreaterThan(3);

    await expect(
      mergeValues({ ctx, input: { ...persona, key: from, into, expectedCount: 1 } }),
    ).rejects.toMatchObject({ code: "conflict" });
    expect(await valuesOf(projectId, "persona")).toHaveLength(7);

    const moved = await mergeValues({
      ctx,
      input: { ...persona, key: from, into, expectedCount: 2 },
    });
    expect(moved).toEqual(preview);
    await restoreConversations({ ctx, input: { projectId, ids: [gone] } });
    const rows = await world.ownerDb
      .select({ labels: conversations.labels })
      .from(conversations)
      .where(eq(conversations.projectId, projectId));
    expect(rows.map(({ labels }) => (labels as Record<string, string>)["persona"])).toEqual([
      into,
      into,
      into,
    ]);
    const narrow = await world.ownerDb
      .select({ value: conversationLabels.value })
      .from(conversationLabels)
      .where(
        and(
          eq(conversationLabels.projectId, projectId),
          eq(conversationLabels.dimension, "persona"),
        ),
      );
    expect(narrow.map(({ value }) => value)).toEqual([into, into, into]);
    expect((await valuesOf(projectId, "persona")).map(({ key }) => key)).not.toContain(from);
    const stories = JSON.stringify(await getStorylines({ ctx, input: { projectId } }));
    expect(stories).not.toContain(from);
    expect(stories).toContain(into);
    const events = await world.ownerDb
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.action, "values.merged"), eq(auditEvents.targetId, projectId)));
    expect(events).toHaveLength(1);
    expect(JSON.parse(String(events[0]?.details))).toMatchObject({
      count: 2,
      name: "Recent Retiree",
    });
    expect(await verifyAudit({ ctx })).toMatchObject({ intact: true });
  });

  test("a content category takes its documents along; itself and a retired one are refused", async () => {
    const projectId = await newProject();
    const { documentId } = await addDocument(ctx, projectId, "paper", ["Text."]);
    const [from, into] = (await valuesOf(projectId, "content_category")).map(({ key }) => key);
    if (!from || !into) throw new Error("no categories");
    await world.ownerDb
      .update(documents)
      .set({ category: from })
      .where(eq(documents.id, documentId));
    const place = { projectId, dimension: "content_category", key: from };
    await expect(previewMerge({ ctx, input: { ...place, into: from } })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await retireValue({ ctx, input: { ...place, key: into, retired: true } });
    await expect(previewMerge({ ctx, input: { ...place, into } })).rejects.toMatchObject({
      fields: [{ field: "into" }],
    });
    await retireValue({ ctx, input: { ...place, key: into, retired: false } });
    const moved = await mergeValues({ ctx, input: { ...place, into, expectedCount: 0 } });
    expect(moved.documents).toBe(1);
    const [paper] = await world.ownerDb
      .select()
      .from(documents)
      .where(eq(documents.id, documentId));
    expect(paper?.category).toBe(into);
  });
});
