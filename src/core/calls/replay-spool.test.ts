import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CallProcess, type CallStep, openCallProcess } from "./call-process.ts";
import { replaySpool } from "./replay-spool.ts";
import { settleLeftBehind } from "./settle-left-behind.ts";
import { budgets, rateBuckets } from "#/platform/db/tables/admission.ts";
import { conversationVersions } from "#/platform/db/tables/conversations.ts";
import { callAttempts } from "#/platform/db/tables/generation.ts";
import { openSpool } from "#/platform/files/spool.ts";
import type { TestContext } from "../../../test/context.ts";
import {
  createGenerationScene,
  endLeases,
  goodAnswer,
  runHere,
  scripted,
  startAll,
} from "../../../test/generation.ts";
import { makeTemporaryFolder } from "../../../test/temporary-folder.ts";

const log = pino({ level: "silent" });
let scene: TestContext;
let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>;
let calls: CallProcess | undefined;
beforeEach(async () => {
  scene = await createGenerationScene({ template: 1, scenario: 0, edge_case: 0 });
  folder = await makeTemporaryFolder();
});
afterEach(async () => {
  await calls?.close();
  await scene.close();
  await folder.remove();
});

class Killed extends Error {}

/** As if the process whose files lie there had ended. */
async function orphanFiles() {
  for (const name of await readdir(folder.path)) {
    const orphan = name.replace(/^\d+-[0-9a-f]{12}/, `${2 ** 22 + 1}-${"0".repeat(12)}`);
    await rename(join(folder.path, name), join(folder.path, orphan));
  }
}

/** Runs the batch until the step, at which nothing of this process happens any more. */
async function dieAt(step: CallStep, batchId: string, providers: Parameters<typeof runHere>[1]) {
  const { ctx } = scene;
  let isDead = false;
  calls = openCallProcess(ctx.db, {
    spoolDirectory: folder.path,
    onStep: (reached) => {
      isDead ||= reached === step;
      if (isDead) throw new Killed(step);
    },
  });
  await runHere(ctx, providers, batchId).catch(() => undefined);
  await calls.close();
  await orphanFiles();
  await endLeases(scene.ownerDb);
  await scene.ownerDb
    .update(callAttempts)
    .set({ heldUntil: sql`clock_timestamp() - interval '1 s'` })
    .where(sql`held_until is not null`);
  calls = openCallProcess(ctx.db, { spoolDirectory: folder.path });
}

test.each<[CallStep, number]>([
  ["reserved", 2],
  ["last byte", 2],
  ["spooled", 1],
  ["committed", 1],
  ["scored", 1],
])(
  "killed when %s, the conversation is written once, and nothing that lay on the disk is paid again",
  async (step, sent) => {
    const { ctx, projectId } = scene;
    const providers = scripted(goodAnswer);
    const batch = await startAll(ctx, projectId, providers, 1);
    await dieAt(step, batch.id, providers);
    await replaySpool(ctx.db, log);
    await settleLeftBehind(ctx.db, log);
    expect(await readdir(folder.path)).toEqual([]);
    await runHere(ctx, providers, batch.id);
    const attempts = await scene.ownerDb.select().from(callAttempts);
    expect(attempts).toHaveLength(sent);
    expect(attempts.filter(({ state }) => state === "succeeded")).toHaveLength(1);
    expect(await scene.ownerDb.$count(conversationVersions)).toBe(1);
    const spent = attempts.reduce((total, { costMicros }) => total + (costMicros ?? 0), 0);
    for (const budget of await scene.ownerDb.select().from(budgets)) {
      expect(budget).toMatchObject({ settledMicros: spent, reservedMicros: 0, inFlight: 0 });
    }
    const [bucket] = await scene.ownerDb.select().from(rateBuckets);
    expect(bucket?.inFlight).toBe(0);
  },
);

test("an answer that turns up after its call was counted at the reservation corrects the account", async () => {
  const { ctx, projectId } = scene;
  const providers = scripted(goodAnswer);
  const batch = await startAll(ctx, projectId, providers, 1);
  await dieAt("spooled", batch.id, providers);
  expect(await settleLeftBehind(ctx.db, log)).toBe(1);
  const [counted] = await scene.ownerDb.select().from(callAttempts);
  expect(counted).toMatchObject({ state: "billed_unknown", costMicros: counted?.reservedMicros });
  expect(await replaySpool(ctx.db, log)).toBe(1);
  expect(await replaySpool(ctx.db, log)).toBe(0);
  const [corrected] = await scene.ownerDb
    .select()
    .from(callAttempts)
    .where(eq(callAttempts.id, counted?.id ?? ""));
  expect(corrected).toMatchObject({ state: "succeeded", costMicros: 2_000 });
  for (const budget of await scene.ownerDb.select().from(budgets)) {
    expect(budget).toMatchObject({ settledMicros: 2_000, reservedMicros: 0, inFlight: 0 });
  }
});

test("an answer that can't be stored stays on the disk, and those after it are brought home", async () => {
  const { ctx, projectId } = scene;
  const providers = scripted(goodAnswer);
  const batch = await startAll(ctx, projectId, providers, 1);
  await dieAt("spooled", batch.id, providers);
  const [name] = await readdir(folder.path);
  const kept = await readFile(join(folder.path, name ?? ""), "utf8");
  const answer = JSON.parse(kept.slice(kept.indexOf(" ") + 1)) as { concurrency: number };
  await rm(join(folder.path, name ?? ""));
  const spool = openSpool(folder.path);
  // A number beyond what the column holds.
  await spool.append({ ...answer, concurrency: 1e12 });
  await spool.append(answer);
  await spool.close();
  await orphanFiles();
  expect(await replaySpool(ctx.db, log)).toBe(1);
  const files = async () => (await readdir(folder.path)).filter((file) => file.endsWith(".jsonl"));
  expect(await files()).toHaveLength(1);
  await settleLeftBehind(ctx.db, log);
  await runHere(ctx, providers, batch.id);
  expect(await scene.ownerDb.select().from(callAttempts)).toMatchObject([{ state: "succeeded" }]);
  // By then its call has an answer: nothing is left to be stored.
  expect(await replaySpool(ctx.db, log)).toBe(0);
  expect(await files()).toEqual([]);
});

test("a call left behind that can't be settled stands in no other's way", async () => {
  const { ctx, projectId } = scene;
  const providers = scripted(goodAnswer);
  const batch = await startAll(ctx, projectId, providers, 1);
  await dieAt("reserved", batch.id, providers);
  const [left] = await scene.ownerDb.select().from(callAttempts);
  if (!left) throw new Error("no call was recorded");
  for (const id of ["0".repeat(8), "f".repeat(8)]) {
    const broken = { ...left, id: left.id.replace(/^.{8}/, id), prices: { input: "much" } };
    await scene.ownerDb.insert(callAttempts).values(broken);
  }
  expect(await settleLeftBehind(ctx.db, log)).toBe(1);
});
