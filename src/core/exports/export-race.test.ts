import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createExport } from "./create-export.ts";
import { readExportFile } from "./read-export-file.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { verifyAudit } from "../audit/verify-audit.ts";
import { type Context, inTransaction } from "../context.ts";
import { deleteConversations } from "../conversations/delete-conversations.ts";
import { storeVersion } from "../conversations/store-version.ts";
import { decideConversations } from "../review/decide.ts";
import { createRandom } from "#/lib/random.ts";
import { projects } from "#/platform/db/tables/workspaces.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";
import { seedsOf } from "../../../test/engine/seeds.ts";
import { addConversation, eightTexts } from "../../../test/scene.ts";
import { waitFor } from "../../../test/temporary-folder.ts";

let scene: TestContext;
let ctx: Context;
let projectId: string;
beforeAll(async () => {
  scene = await createTestContext();
});
afterAll(() => scene.close());
beforeEach(async () => {
  ({ ctx, projectId } = await scene.addWorkspace());
});

const only = (id: string) => ({ kind: "ids" as const, ids: [id] });
const decide = (id: string, decision: "approve" | "reject" | "flag") =>
  decideConversations({ ctx, input: { projectId, selection: only(id), decision } });

async function approved(count: number): Promise<string[]> {
  const ids = [];
  for (let place = 0; place < count; place += 1) {
    ids.push(await addConversation(ctx, projectId, { texts: eightTexts }));
  }
  const selection = { kind: "ids" as const, ids };
  await decideConversations({ ctx, input: { projectId, selection, decision: "approve" } });
  return ids;
}

/** As a run stores it: a new text, and its event last. */
async function writeAnew(id: string) {
  await inTransaction(ctx, async (tx, ctx) => {
    const { contentHash } = await storeVersion(tx, ctx, {
      conversationId: id,
      origin: "generated",
      systemPrompt: "Another.",
      messages: [{ role: "user", content: "Another?" }],
      isPractice: false,
      needsReview: false,
    });
    await appendAudit(tx, ctx, {
      action: "conversation.generated",
      targetKind: "conversation",
      targetId: id,
      hashAfter: contentHash,
    });
  });
}

/** What can happen to an approved conversation that must keep it out of every later export. */
const withdrawals: Record<string, (id: string) => Promise<unknown>> = {
  reject: (id) => decide(id, "reject"),
  flag: (id) => decide(id, "flag"),
  "write anew": writeAnew,
  delete: (id) => deleteConversations({ ctx, input: { projectId, selection: only(id) } }),
};

/** Lines of exports whose conversation had, by the order of the trail, been withdrawn before. */
async function staleLines(): Promise<unknown[]> {
  const { rows } = await scene.ownerDb.execute(sql`
    select line.conversation_id, before.action, before.sequence, made.sequence as exported
    from bright.export_rows line
    join bright.audit_events made on made.workspace_id = line.workspace_id
      and made.action = 'export.created' and made.target_id = line.export_id::text
    join bright.audit_events before on before.workspace_id = line.workspace_id
      and before.target_id = line.conversation_id::text and before.sequence < made.sequence
    where line.workspace_id = ${ctx.workspaceId}::uuid`);
  return rows;
}

/** How many of this database's transactions wait for another. */
async function waiters(): Promise<number> {
  const { rows } = await scene.ownerDb.execute(
    sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length;
}
const isWaiting = async () => (await waiters()) > 0;

test.each(Object.keys(withdrawals))(
  "an export that has chosen its rows: %s comes after its record, or leaves the row out",
  async (what) => {
    const [id = ""] = await approved(2);
    // The number of the export is the last thing it waits for.
    const { promise: isOpen, resolve: open } = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const holding = scene.ownerDb.transaction(async (tx) => {
      const own = eq(projects.id, projectId);
      await tx.select({ id: projects.id }).from(projects).where(own).for("update");
      held.resolve();
      await isOpen;
    });
    await held.promise;
    const exporting = createExport({ ctx, input: { projectId } });
    await waitFor("the export to wait", isWaiting);
    let isWithdrawn = false;
    const withdrawing = withdrawals[what]?.(id).finally(() => {
      isWithdrawn = true;
    });
    await waitFor("it to wait or be done", async () => isWithdrawn || (await waiters()) > 1);
    open();
    await holding;
    const record = await exporting;
    await withdrawing;
    expect(await staleLines()).toEqual([]);
    const file = await readExportFile({ ctx, input: { exportId: record.id } });
    expect((await file.content.text()).split("\n").slice(0, -1)).toHaveLength(record.rowCount);
    expect((await createExport({ ctx, input: { projectId } })).rowCount).toBe(1);
  },
);

test("a row that is withdrawn while the export waits for it is left out", async () => {
  const [id = ""] = await approved(2);
  const rejected = Promise.withResolvers<void>();
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
  const rejecting = inTransaction(ctx, async (tx, inside) => {
    const input = { projectId, selection: only(id), decision: "reject" as const };
    await decideConversations({ ctx: { ...inside, transaction: tx }, input });
    rejected.resolve();
    await mayEnd;
  });
  await rejected.promise;
  const exporting = createExport({ ctx, input: { projectId } });
  await waitFor("the export to wait", isWaiting);
  end();
  await rejecting;
  expect(await exporting).toMatchObject({ rowCount: 1 });
  expect(await staleLines()).toEqual([]);
});

test.each(seedsOf("export race", 3))(
  "exports and withdrawals all at once: none holds what the trail had withdrawn before (seed %i)",
  async (seed) => {
    const ids = await approved(12);
    const kinds = Object.values(withdrawals);
    const random = createRandom(seed);
    const turns = async (count: number) => {
      for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
    };
    const acts = ids.slice(0, 8).map(async (id) => {
      const withdraw = random.pick(kinds);
      await turns(random.integer(0, 400));
      await withdraw(id);
    });
    const exporting = [0, 1, 2].map(async () => {
      await turns(random.integer(0, 300));
      return createExport({ ctx, input: { projectId } });
    });
    const records = await Promise.all(exporting);
    await Promise.all(acts);
    expect(await staleLines()).toEqual([]);
    for (const { rowCount } of records) expect(rowCount).toBeGreaterThanOrEqual(4);
    expect(await verifyAudit({ ctx })).toMatchObject({ intact: true });
    expect((await createExport({ ctx, input: { projectId } })).rowCount).toBe(4);
  },
);
