import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, eightTexts } from "../../../test/scene.ts";
import { decideConversations } from "./decide.ts";
import { getConversation } from "../conversations/get-conversation.ts";
import { listConversations } from "../conversations/list-conversations.ts";
import { createExport } from "../exports/create-export.ts";
import { previewExport } from "../exports/preview-export.ts";
import { readStarterPack } from "../taxonomy/starter-pack.ts";
import { updateStoryline } from "../taxonomy/update-storyline.ts";
import { startProject } from "../templates/start-project.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

const { storylines } = await readStarterPack();
const strict = storylines.edgeCases.find((each) => each.needsExpertReview);
const free = storylines.edgeCases.find((each) => !each.needsExpertReview);
if (!strict || !free) throw new Error("the pack has no such edge cases");

async function scene() {
  const { ctx } = world;
  const { id: projectId } = await startProject({ ctx, input: { name: "P" } });
  const edge = (edgeCase: string) =>
    addConversation(ctx, projectId, {
      tier: "edge_case",
      plan: { edgeCase },
      texts: eightTexts,
      generationState: "generated",
    });
  return {
    ctx,
    projectId,
    guarded: await edge(strict?.key ?? ""),
    open: await edge(free?.key ?? ""),
  };
}
const ids = (...list: string[]) => ({ kind: "ids" as const, ids: list });

test("an edge case that needs an expert is approved with a name, which stands on the record", async () => {
  const { ctx, projectId, guarded } = await scene();
  const input = { projectId, selection: ids(guarded), decision: "approve" as const };
  await expect(decideConversations({ ctx, input })).rejects.toMatchObject({
    code: "invalid_input",
    fields: [{ field: "expertReviewer" }],
  });
  expect((await getConversation({ ctx, input: { conversationId: guarded } })).expertReview).toBe(
    "needed",
  );
  await decideConversations({ ctx, input: { ...input, expertReviewer: "Dr. Ida Vance" } });
  const detail = await getConversation({ ctx, input: { conversationId: guarded } });
  expect(detail).toMatchObject({
    expertReview: "confirmed",
    badge: "approved",
    decisions: [{ decision: "approve", expertReviewer: "Dr. Ida Vance" }],
  });
  const events = await world.ownerDb
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.targetId, guarded));
  expect(String(events.at(-1)?.details)).toContain("Dr. Ida Vance");
});

test("an approval of many leaves such rows out and says how many; rejecting them is free", async () => {
  const { ctx, projectId, guarded, open } = await scene();
  const input = { projectId, selection: ids(guarded, open) };
  expect(
    await decideConversations({ ctx, input: { ...input, decision: "approve" } }),
  ).toMatchObject({
    decided: 1,
    skipped: 0,
    needExpert: 1,
  });
  await expect(
    decideConversations({ ctx, input: { ...input, decision: "approve", expertReviewer: "Ida" } }),
  ).rejects.toMatchObject({ fields: [{ field: "expertReviewer" }] });
  const { rows } = await listConversations({ ctx, input: { projectId } });
  expect(rows.map(({ expertReview, badge }) => [expertReview, badge])).toEqual([
    ["needed", "generated"],
    ["none", "approved"],
  ]);
  expect(await decideConversations({ ctx, input: { ...input, decision: "reject" } })).toMatchObject(
    {
      decided: 2,
      needExpert: 0,
    },
  );
});

test("what was approved before an expert was asked for stays out of an export until one confirms", async () => {
  const { ctx, projectId, open } = await scene();
  const approve = { projectId, selection: ids(open), decision: "approve" as const };
  await decideConversations({ ctx, input: approve });
  expect(await previewExport({ ctx, input: { projectId } })).toMatchObject({ rowCount: 1 });
  await updateStoryline({
    ctx,
    input: {
      projectId,
      kind: "edge_case",
      key: free.key,
      storyline: { kind: "edge_case", body: { ...free, needsExpertReview: true } },
    },
  });
  expect(await previewExport({ ctx, input: { projectId } })).toMatchObject({
    rowCount: 0,
    leftOut: { needExpert: 1 },
  });
  await expect(createExport({ ctx, input: { projectId } })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("without an expert's confirmation"),
  });
  await decideConversations({ ctx, input: { ...approve, expertReviewer: "Ida Vance" } });
  expect(await previewExport({ ctx, input: { projectId } })).toMatchObject({ rowCount: 1 });
});
