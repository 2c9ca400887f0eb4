import { createHash } from "node:crypto";
import { request as ask, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExportTask } from "../engine/export-child.ts";
import { type Ran, runCase } from "../engine/run-case.ts";
import { seedsOf } from "../engine/seeds.ts";
import { spawnExport } from "../engine/spawn-export.ts";
import { openStage, type Stage } from "../engine/stage.ts";
import { checkInvariants } from "../invariants/check-invariants.ts";
import { addConversation } from "../scene.ts";
import { waitFor } from "../temporary-folder.ts";
import { createExport } from "#/core/exports/create-export.ts";
import { readExportFile } from "#/core/exports/read-export-file.ts";
import { checkStrictRow } from "#/core/exports/strict-rules.ts";
import { decideConversations } from "#/core/review/decide.ts";
import { createApiToken } from "#/core/workspaces/create-api-token.ts";
import { createRandom } from "#/lib/random.ts";
import { sha256 } from "#/lib/sha256.ts";
import { exportRows, exports } from "#/platform/db/tables/generation.ts";
import { auditEvents } from "#/platform/db/tables/workspaces.ts";

const APPROVED = 220;
const CHILD = "bright-export-child";

let stage: Stage;
let ran: Ran;
/** Statements of an export from its first to its commit, and how long it takes in a process of its own. */
let whole = { statements: 0, milliseconds: 0 };
beforeAll(async () => {
  stage = await openStage();
  ran = await runCase(stage, { seed: 1, count: 3 });
  const { ctx, projectId } = stage;
  const ids: string[] = [];
  for (let place = 0; place < APPROVED; place += 1) {
    const texts = Array.from({ length: 8 }, (_, turn) => `${place}.${turn} ${"word ".repeat(150)}`);
    ids.push(await addConversation(ctx, projectId, { reference: `X-${place}`, texts }));
  }
  const selection = { kind: "ids" as const, ids };
  await decideConversations({ ctx, input: { projectId, selection, decision: "approve" } });
  const child = await spawnExport(task("create"));
  const begun = performance.now();
  const { signal, statements = 0 } = await child.ended;
  expect(signal).toBe(null);
  whole = { statements, milliseconds: performance.now() - begun };
  await holdsWhole();
});
afterAll(() => stage.close());

function task(task: ExportTask["task"], killAt: ExportTask["killAt"] = null): ExportTask {
  const url = new URL(stage.appUrl);
  url.searchParams.set("application_name", CHILD);
  const { workspaceId, actor } = stage.ctx;
  return { appUrl: url.href, workspaceId, actor, projectId: stage.projectId, task, killAt };
}

/** Postgres has noticed that the process is gone: what it had sent is committed or forgotten. */
async function untilForgotten(): Promise<void> {
  await waitFor("Postgres to let go", async () => {
    const { rows } = await stage.scene.ownerDb.execute(
      sql`select from pg_stat_activity where application_name = ${CHILD}`,
    );
    return rows.length === 0;
  });
}

/** Every export there is, is whole, told once, and of others there is no trace. @returns how many. */
async function holdsWhole(): Promise<number> {
  const { ctx, scene } = stage;
  const { ownerDb } = scene;
  const made = await ownerDb.select().from(exports).orderBy(asc(exports.number));
  expect(made.map(({ number }) => number)).toEqual(made.map((_, place) => place + 1));
  const events = await ownerDb
    .select({ target: auditEvents.targetId, hash: auditEvents.hashAfter })
    .from(auditEvents)
    .where(eq(auditEvents.action, "export.created"))
    .orderBy(asc(auditEvents.sequence));
  expect(events).toEqual(made.map(({ id, sha256: hash }) => ({ target: id, hash })));
  expect(await ownerDb.$count(exportRows)).toBe(APPROVED * made.length);
  for (const { id, rowCount, bytes, sha256: hash } of made.slice(-1)) {
    const text = await (await readExportFile({ ctx, input: { exportId: id } })).content.text();
    expect({ bytes: Buffer.byteLength(text), hash: sha256(text) }).toEqual({ bytes, hash });
    const lines = text.split("\n").slice(0, -1);
    expect([lines.length, rowCount]).toEqual([APPROVED, APPROVED]);
    for (const line of lines) expect(checkStrictRow(JSON.parse(line))).toEqual([]);
  }
  const scope = { ctx, batchIds: [ran.batchId] };
  expect(await checkInvariants(ownerDb, ran.ledger, scope)).toEqual([]);
  return made.length;
}

/** Whatever was broken off: all or nothing stands of it, and asked again the export is made. */
async function allOrNothing(before: number, ...possible: number[]): Promise<void> {
  await untilForgotten();
  const after = await holdsWhole();
  expect(possible.map((more) => before + more)).toContain(after);
  await createExport({ ctx: stage.ctx, input: { projectId: stage.projectId } });
  expect(await holdsWhole()).toBe(after + 1);
}

const countExports = () => stage.scene.ownerDb.$count(exports);

describe("SIGKILL while an export is written", () => {
  test.each([
    { step: "its event is written", fromEnd: 1, isSent: true, more: [0] },
    { step: "its commit is not sent", fromEnd: 0, isSent: false, more: [0] },
    { step: "its commit is sent, and not answered", fromEnd: 0, isSent: true, more: [0, 1] },
  ])("$step: it is there whole, or not at all", async ({ fromEnd, isSent, more }) => {
    const before = await countExports();
    const statement = whole.statements - fromEnd;
    const child = await spawnExport(task("create", { statement, isSent }));
    expect(await child.ended).toMatchObject({ signal: "SIGKILL" });
    await allOrNothing(before, ...more);
  });

  test.each(seedsOf("export statement"))("at any of its statements (seed %i)", async (seed) => {
    const random = createRandom(seed);
    const before = await countExports();
    const statement = random.integer(1, whole.statements - 1);
    const child = await spawnExport(task("create", { statement, isSent: random.next() < 0.5 }));
    expect(await child.ended).toMatchObject({ signal: "SIGKILL" });
    await allOrNothing(before, 0);
  });

  test.each(seedsOf("export moment"))("at any moment (seed %i)", async (seed) => {
    const before = await countExports();
    const child = await spawnExport(task("create"));
    await wait(createRandom(seed).next() * whole.milliseconds);
    child.kill();
    await child.ended;
    await allOrNothing(before, 0, 1);
  });
});

test.each(seedsOf("export backends"))(
  "backends are terminated while an export is written: it fails or is made, never in part (seed %i)",
  async (seed) => {
    const random = createRandom(seed);
    const before = await countExports();
    const child = await spawnExport(task("create"));
    await wait(random.next() * whole.milliseconds * 0.8);
    await stage.scene.ownerDb.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = ${CHILD}`);
    await child.ended;
    await allOrNothing(before, 0, 1);
  },
);

describe("a download that breaks", () => {
  /** Asks the product for a file, as a program does. */
  async function download(port: number, exportId: string, token: string): Promise<IncomingMessage> {
    const asked = ask({
      host: "127.0.0.1",
      port,
      path: `/api/v1/exports/${exportId}/file`,
      headers: { host: "127.0.0.1:3000", authorization: `Bearer ${token}` },
    });
    asked.on("error", () => undefined).end();
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    return answer;
  }

  async function hashOf(answer: IncomingMessage): Promise<string> {
    const hash = createHash("sha256");
    for await (const piece of answer) hash.update(piece as Buffer);
    return hash.digest("hex");
  }

  test("half way, by the reader or with the whole product: the next one has the same bytes", async () => {
    const { ctx, projectId } = stage;
    const record = await createExport({ ctx, input: { projectId } });
    const before = await countExports();
    const input = { name: "Downloads", role: "viewer" as const, expiresInDays: 1 };
    const { token } = await createApiToken({ ctx, input });

    const first = await spawnExport(task("serve"));
    const port = first.ready.port ?? 0;
    const left = await download(port, record.id, token);
    await once(left, "readable");
    left.destroy();
    expect(await hashOf(await download(port, record.id, token))).toBe(record.sha256);

    const cut = await download(port, record.id, token);
    await once(cut, "readable");
    first.kill();
    await first.ended;
    await expect(hashOf(cut)).rejects.toThrow(/aborted/);

    await untilForgotten();
    // Reads the newest one's bytes again, and compares them with its record.
    expect(await holdsWhole()).toBe(before);
  });
});
