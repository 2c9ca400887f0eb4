import { asc, eq } from "drizzle-orm";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addNote } from "./add-note.ts";
import { decideConversations } from "./decide.ts";
import { standingDecision } from "./standing-decision.ts";
import { undoDecisions } from "./undo-decisions.ts";
import { type Context, inTransaction } from "../context.ts";
import { getConversation } from "../conversations/get-conversation.ts";
import { storeVersion } from "../conversations/store-version.ts";
import type { Decision } from "./schema.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { addConversation, eightTexts } from "../../../test/scene.ts";

let test: TestContext;
beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());

const add = () => addConversation(test.ctx, test.projectId, { texts: eightTexts });
const get = (id: string) => getConversation({ ctx: test.ctx, input: { conversationId: id } });
const decide = (
  ids: string[],
  decision: Decision,
  more: { ctx?: Context; reason?: string; contentHash?: string } = {},
) => {
  const { ctx = test.ctx, ...rest } = more;
  const selection = { kind: "ids" as const, ids };
  return decideConversations({
    ctx,
    input: { projectId: test.projectId, selection, decision, ...rest },
  });
};
const undo = (decisionIds: string[], ctx = test.ctx) =>
  undoDecisions({ ctx, input: { projectId: test.projectId, decisionIds } });
const edit = (id: string) =>
  inTransaction(test.ctx, (tx, ctx) =>
    storeVersion(tx, ctx, {
      conversationId: id,
      origin: "edited",
      systemPrompt: "",
      messages: [{ role: "user", content: `Changed ${crypto.randomUUID()}` }],
      isPractice: false,
      needsReview: false,
    }),
  );
const eventsOn = (targetId: string) =>
  test.ownerDb
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.targetId, targetId))
    .orderBy(asc(auditEvents.sequence));

describe("decideConversations", () => {
  it("binds a decision to the text, names who, and writes one event", async () => {
    const id = await add();
    const reviewer = await test.addMember("reviewer", "Rita Reviewer");
    const { contentHash } = await get(id);
    const result = await decide([id], "approve", {
      ctx: reviewer,
      reason: "Sounds like us.",
      ...(contentHash && { contentHash }),
    });
    expect(result).toMatchObject({ decided: 1, skipped: 0 });
    const detail = await get(id);
    expect(detail.badge).toBe("approved");
    expect(detail.decisions).toMatchObject([
      {
        id: result.decisionIds[0],
        decision: "approve",
        reason: "Sounds like us.",
        byName: "Rita Reviewer",
      },
    ]);
    const events = await eventsOn(id);
    expect(events).toMatchObject([
      {
        action: "conversation.decided",
        actorName: "Rita Reviewer",
        actorRole: "reviewer",
        targetVersion: "1",
        hashAfter: contentHash,
        reason: "Sounds like us.",
      },
    ]);
    expect(JSON.parse(events[0]?.details ?? "")).toMatchObject({ from: "none", to: "approved" });
  });

  it("refuses a decision on a text that was changed meanwhile", async () => {
    const id = await add();
    const { contentHash } = await get(id);
    await edit(id);
    await expect(decide([id], "approve", { contentHash: contentHash ?? "" })).rejects.toMatchObject(
      { code: "conflict", message: expect.stringMatching(/read the new version/) },
    );
    expect((await get(id)).badge).toBe("generated");
    expect(await eventsOn(id)).toEqual([]);
    await expect(
      decide([id, await add()], "approve", { contentHash: contentHash ?? "" }),
    ).rejects.toMatchObject({ code: "invalid_input", fields: [{ field: "contentHash" }] });
  });

  it("leaves alone what has no text or is being written, and counts it", async () => {
    const written = await add();
    const empty = await addConversation(test.ctx, test.projectId);
    const running = await addConversation(test.ctx, test.projectId, {
      texts: eightTexts,
      generationState: "generating",
    });
    const unknown = crypto.randomUUID();
    expect(await decide([written, empty, running, unknown], "flag")).toMatchObject({
      decided: 1,
      skipped: 2,
    });
    expect((await get(written)).badge).toBe("flagged");
    expect((await get(running)).reviewState).toBe("none");
  });

  it("records both people who decide at once; the later one holds", async () => {
    const id = await add();
    const [anna, bert] = [
      await test.addMember("reviewer", "Anna"),
      await test.addMember("reviewer", "Bert"),
    ];
    await Promise.all([
      decide([id], "approve", { ctx: anna }),
      decide([id], "reject", { ctx: bert }),
    ]);
    const detail = await get(id);
    expect(detail.decisions.map((one) => one.byName).toSorted()).toEqual(["Anna", "Bert"]);
    const [newest, older] = detail.decisions;
    expect(detail.badge).toBe(newest?.decision === "approve" ? "approved" : "rejected");
    expect(newest?.at.getTime()).toBeGreaterThanOrEqual(older?.at.getTime() ?? 0);
    const [first, second] = (await eventsOn(id)).map((event) => JSON.parse(event.details));
    expect(second.from).toBe(first.to);
  });

  it("does not deadlock when two people decide on the same many rows in opposite order", async () => {
    const ids: string[] = [];
    for (let count = 0; count < 12; count += 1) ids.push(await add());
    const rounds = Array.from({ length: 4 }, (_, round) =>
      decide(round % 2 ? ids.toReversed() : ids, round % 2 ? "approve" : "reject"),
    );
    for (const result of await Promise.all(rounds)) expect(result.decided).toBe(12);
    const badges = await Promise.all(ids.map(async (id) => (await get(id)).badge));
    expect(new Set(badges).size).toBe(1);
  });

  it("decides on all that a filter finds, with one event a chunk", async () => {
    const other = await test.addWorkspace();
    const ids = [];
    for (let count = 0; count < 3; count += 1) {
      ids.push(await addConversation(other.ctx, other.projectId, { texts: eightTexts }));
    }
    const result = await decideConversations({
      ctx: other.ctx,
      input: {
        projectId: other.projectId,
        selection: { kind: "filter", filter: { status: ["generated"] } },
        decision: "approve",
      },
    });
    expect(result).toMatchObject({ decided: 3, skipped: 0 });
    const events = await eventsOn(other.projectId);
    expect(events).toHaveLength(1);
    expect(JSON.parse(events[0]?.details ?? "")).toMatchObject({ decision: "approve", count: 3 });
  });

  it("asks for the right to decide, and finds nothing in a foreign workspace", async () => {
    const viewer = await test.addMember("viewer");
    await expect(decide([await add()], "approve", { ctx: viewer })).rejects.toMatchObject({
      code: "forbidden",
    });
    const other = await test.addWorkspace();
    const foreign = await addConversation(other.ctx, other.projectId, { texts: eightTexts });
    await expect(decide([foreign], "approve")).rejects.toMatchObject({ code: "not_found" });
    await expect(decide([await add()], "like" as Decision)).rejects.toThrow(
      /A decision is one of: approve, reject, flag/,
    );
  });
});

describe("undoDecisions", () => {
  it("brings back the state before, step by step, and records it", async () => {
    const id = await add();
    const first = await decide([id], "flag");
    const second = await decide([id], "approve");
    expect(await undo(first.decisionIds)).toEqual({ undone: 0, skipped: 1 });
    expect(await undo(second.decisionIds)).toEqual({ undone: 1, skipped: 0 });
    expect((await get(id)).badge).toBe("flagged");
    expect(await undo(second.decisionIds)).toEqual({ undone: 0, skipped: 1 });
    expect(await undo(first.decisionIds)).toEqual({ undone: 1, skipped: 0 });
    const detail = await get(id);
    expect(detail.badge).toBe("generated");
    expect(detail.decisions.map((one) => one.decision)).toEqual([
      "undo",
      "undo",
      "approve",
      "flag",
    ]);
    expect((await eventsOn(id)).map((event) => event.action)).toEqual([
      "conversation.decided",
      "conversation.decided",
      "conversation.decision_undone",
      "conversation.decision_undone",
    ]);
  });

  it("skips what was decided anew or written anew, and undoes the rest of a bulk decision", async () => {
    const [kept, redecided, rewritten] = [await add(), await add(), await add()];
    const { decisionIds } = await decide([kept, redecided, rewritten], "approve");
    await decide([redecided], "reject");
    await edit(rewritten);
    const unknown = crypto.randomUUID();
    expect(await undo([...decisionIds, unknown])).toEqual({ undone: 1, skipped: 3 });
    expect((await get(kept)).badge).toBe("generated");
    expect((await get(redecided)).badge).toBe("rejected");
    expect((await get(rewritten)).decisions).toHaveLength(1);
  });

  it("knows no decisions of other workspaces", async () => {
    const { decisionIds } = await decide([await add()], "approve");
    const other = await test.addWorkspace();
    await expect(undo(decisionIds, other.ctx)).rejects.toMatchObject({ code: "not_found" });
    const input = { projectId: other.projectId, decisionIds };
    await expect(undoDecisions({ ctx: other.ctx, input })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("takes back exactly the newest standing decision, whatever was undone before", () => {
    const step = fc.constantFrom("approve", "reject", "flag", "undo");
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const past = steps.map((decision, place) => ({ id: String(place), decision }));
        const standing = standingDecision(past);
        // Seen from the end: an undo swallows the next decision before it.
        let swallow = 0;
        const expected = past.toReversed().find(({ decision }) => {
          if (decision === "undo") swallow += 1;
          else if (swallow > 0) swallow -= 1;
          else return true;
          return false;
        });
        expect(standing).toEqual(expected);
      }),
    );
  });
});

describe("addNote", () => {
  it("keeps notes on the row and on a message, newest first", async () => {
    const id = await add();
    const { ctx } = test;
    await addNote({
      ctx,
      input: { conversationId: id, body: "Good opening.", messagePosition: 0 },
    });
    await addNote({ ctx, input: { conversationId: id, body: "  Keep.  " } });
    expect((await get(id)).notes).toMatchObject([
      { body: "Keep.", messagePosition: null, byName: "Ada Test" },
      { body: "Good opening.", messagePosition: 0 },
    ]);
    expect(await eventsOn(id)).toMatchObject([
      { action: "conversation.noted" },
      { action: "conversation.noted" },
    ]);
  });

  it("says what is wrong with a note", async () => {
    const id = await add();
    const { ctx } = test;
    const note = (input: { body: string; messagePosition?: number }) =>
      addNote({ ctx, input: { conversationId: id, ...input } });
    await expect(note({ body: "   " })).rejects.toThrow(/Write the note first/);
    await expect(note({ body: "x", messagePosition: 8 })).rejects.toThrow(/has 8 messages/);
    await expect(
      addNote({ ctx, input: { conversationId: crypto.randomUUID(), body: "x" } }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});
