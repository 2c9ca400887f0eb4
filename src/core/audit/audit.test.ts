import { eq, sql } from "drizzle-orm";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { appendAudit } from "./append-audit.ts";
import { listAudit } from "./list-audit.ts";
import { verifyAudit } from "./verify-audit.ts";
import { type Context, inTransaction } from "../context.ts";
import { auditEvents, auditHeads } from "#/platform/db/tables/workspaces.ts";
import { createTestContext, type TestContext } from "../../../test/context.ts";

let test: TestContext;
let ctx: Context;
beforeAll(async () => {
  test = await createTestContext();
});
afterAll(() => test.close());
beforeEach(async () => {
  ({ ctx } = await test.addWorkspace());
});

const append = (count: number, more: { reason?: string; details?: Record<string, unknown> } = {}) =>
  inTransaction(ctx, async (tx, ctx) => {
    for (let place = 0; place < count; place += 1) {
      await appendAudit(tx, ctx, {
        action: "conversation.noted",
        targetKind: "conversation",
        targetId: `target-${place}`,
        targetVersion: place,
        ...more,
      });
    }
  });

/** Does what only a superuser can: past the triggers that keep rows from changing. */
async function tamper(statement: ReturnType<typeof sql>): Promise<void> {
  await test.ownerDb.transaction(async (tx) => {
    await tx.execute(sql`alter table bright.audit_events disable trigger user`);
    await tx.execute(statement);
    await tx.execute(sql`alter table bright.audit_events enable always trigger audit_rows_stay`);
    await tx.execute(sql`alter table bright.audit_events enable always trigger audit_table_stays`);
  });
}

describe("verifyAudit", () => {
  it("finds a chain of 1,100 events whole, whatever stands in them", async () => {
    // Every kind of character that JSON escapes or that Postgres and JavaScript could write differently.
    const text = fc
      .string({ unit: "binary", maxLength: 40 })
      .map((one) => one.replaceAll("\0", "").toWellFormed());
    const samples = fc.sample(fc.record({ reason: text, name: text }), 1_000);
    await inTransaction(ctx, async (tx, ctx) => {
      for (const { reason, name } of samples) {
        const actor = { ...ctx.actor, name: `${name}"\\/\u007f\u2028é\u{1F600}` };
        await appendAudit(
          tx,
          { ...ctx, actor },
          {
            action: "conversation.decided",
            targetKind: "conversation",
            targetId: name,
            reason,
            details: { reason, 'quo"te': name },
          },
        );
      }
    });
    await append(100);
    const report = await verifyAudit({ ctx });
    expect(report).toMatchObject({ intact: true, checked: 1_100, brokenAt: null });
    expect(report.head).toMatchObject({
      sequence: 1_100,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it("calls an empty trail whole", async () => {
    expect(await verifyAudit({ ctx })).toEqual({
      intact: true,
      checked: 0,
      head: { sequence: 0, hash: "0".repeat(64) },
      brokenAt: null,
    });
  });

  it("finds a superuser's edit of any field at the exact row", async () => {
    await append(20, { reason: "because" });
    const columns = await test.ownerDb.execute<{ name: string; type: string }>(sql`
      select column_name as name, data_type as type from information_schema.columns
      where table_schema = 'bright' and table_name = 'audit_events'
        and column_name not in ('workspace_id', 'sequence')`);
    expect(columns.rows.length).toBe(17);
    for (const [place, { name, type }] of columns.rows.entries()) {
      const sequence = 1 + (place % 20);
      const column = sql.identifier(name);
      const changed = type.startsWith("timestamp")
        ? sql`${column} + interval '1 microsecond'`
        : sql`coalesce(${column}, '') || 'x'`;
      const isRow = sql`workspace_id = ${ctx.workspaceId} and sequence = ${sequence}`;
      await tamper(
        sql`create table public.kept as select * from bright.audit_events where ${isRow}`,
      );
      await tamper(sql`update bright.audit_events set ${column} = ${changed} where ${isRow}`);
      const report = await verifyAudit({ ctx });
      expect(report, name).toMatchObject({
        intact: false,
        brokenAt: sequence,
        checked: sequence - 1,
      });
      await tamper(sql`update bright.audit_events set ${column} = kept.${column} from public.kept
        where bright.audit_events.workspace_id = kept.workspace_id and bright.audit_events.sequence = kept.sequence`);
      await tamper(sql`drop table public.kept`);
    }
    expect(await verifyAudit({ ctx })).toMatchObject({ intact: true, checked: 20 });
  });

  it("finds a deletion in the middle, at the end, and a rewritten head", async () => {
    await append(9);
    const remove = (sequence: number) =>
      tamper(sql`delete from bright.audit_events
        where workspace_id = ${ctx.workspaceId} and sequence = ${sequence}`);
    await remove(9);
    expect(await verifyAudit({ ctx })).toMatchObject({ intact: false, checked: 8, brokenAt: 9 });
    await remove(4);
    expect(await verifyAudit({ ctx })).toMatchObject({ intact: false, checked: 3, brokenAt: 4 });
    await remove(1);
    expect(await verifyAudit({ ctx })).toMatchObject({ intact: false, checked: 0, brokenAt: 1 });

    ({ ctx } = await test.addWorkspace());
    await append(3);
    await test.ownerDb
      .update(auditHeads)
      .set({ hash: "f".repeat(64) })
      .where(eq(auditHeads.workspaceId, ctx.workspaceId));
    expect(await verifyAudit({ ctx })).toMatchObject({ intact: false, brokenAt: 3 });
  });

  it("keeps one unbroken chain while many append at once", async () => {
    await Promise.all(Array.from({ length: 12 }, () => append(5)));
    expect(await verifyAudit({ ctx })).toMatchObject({ intact: true, checked: 60 });
  });
});

describe("listAudit", () => {
  it("lists the newest first, by page, action and target", async () => {
    await append(5, { details: { note: 'with "quotes"' } });
    await inTransaction(ctx, (tx, ctx) =>
      appendAudit(tx, ctx, { action: "project.created", targetKind: "project", targetId: "p" }),
    );
    const page = await listAudit({ ctx, input: { pageSize: 2 } });
    expect(page.total).toBe(6);
    expect(page.events.map((event) => event.sequence)).toEqual([6, 5]);
    expect(page.events[1]?.details).toEqual({ note: 'with "quotes"' });
    const third = await listAudit({ ctx, input: { pageSize: 2, page: 3 } });
    expect(third.events.map((event) => event.sequence)).toEqual([2, 1]);
    expect(await listAudit({ ctx, input: { action: "project.created" } })).toMatchObject({
      total: 1,
    });
    expect(await listAudit({ ctx, input: { targetId: "target-3" } })).toMatchObject({ total: 1 });
  });

  it("shows nothing of another workspace", async () => {
    await append(3);
    const other = await test.addWorkspace();
    expect(await listAudit({ ctx: other.ctx, input: {} })).toEqual({ events: [], total: 0 });
  });
});

describe("the app's role", () => {
  it("can neither change, remove nor add audit rows but through the one function", async () => {
    await append(1);
    const attempts = [
      sql`update bright.audit_events set reason = 'x'`,
      sql`delete from bright.audit_events`,
      sql`truncate bright.audit_events`,
      sql`insert into bright.audit_events select * from bright.audit_events`,
      sql`update bright.audit_heads set sequence = 0`,
      sql`delete from bright.audit_heads`,
      sql`alter table bright.audit_events disable trigger audit_rows_stay`,
    ];
    for (const attempt of attempts) {
      const outcome = inTransaction(ctx, (tx) => tx.execute(attempt));
      await expect(outcome).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    const before = await test.ownerDb.$count(auditEvents);
    await expect(test.ownerDb.delete(auditEvents)).rejects.toMatchObject({
      cause: { code: "23001" },
    });
    expect(await test.ownerDb.$count(auditEvents)).toBe(before);
  });
});
