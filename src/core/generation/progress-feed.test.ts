import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cancelBatch } from "./cancel-batch.ts";
import { watchProgress } from "./progress-feed.ts";
import type { ProgressEvent } from "./schema.ts";
import { createPlan } from "../planning/create-plan.ts";
import type { TestContext } from "../../../test/context.ts";
import { createGenerationScene, practice, runHere, startAll } from "../../../test/generation.ts";

let scene: TestContext;
beforeAll(async () => {
  scene = await createGenerationScene({ template: 10, scenario: 0, edge_case: 0 });
});
afterAll(() => scene.close());

/** The first event that fits; all events until then are kept. */
async function until(
  feed: AsyncGenerator<ProgressEvent, void, void>,
  fits: (event: ProgressEvent) => boolean,
): Promise<ProgressEvent[]> {
  const seen: ProgressEvent[] = [];
  for (;;) {
    const { value, done } = await feed.next();
    if (done || !value) throw new Error(`the feed ended after ${seen.length} events`);
    seen.push(value);
    if (fits(value)) return seen;
  }
}

test("a snapshot comes at once, then a batch as it goes, never backwards", async () => {
  const { ctx, projectId } = scene;
  const stop = new AbortController();
  const feed = watchProgress({ ctx, input: { projectId }, signal: stop.signal });
  const { value: first } = await feed.next();
  expect(first).toMatchObject({ batches: [] });
  const batch = await startAll(ctx, projectId, practice, 10);
  const run = runHere(ctx, practice, batch.id);
  const seen = await until(feed, ({ batches }) => batches[0]?.state === "finished");
  await run;
  expect(seen.at(-1)?.batches).toMatchObject([{ id: batch.id, done: 10, total: 10, running: [] }]);
  const done = seen.map(({ batches }) => batches[0]?.done ?? 0);
  expect(done).toEqual(done.toSorted((one, other) => one - other));
  const revisions = seen.map(({ revision }) => revision);
  expect(revisions).toEqual(revisions.toSorted((one, other) => one - other));
  expect(seen.at(-1)?.revision).toBeGreaterThan((first as ProgressEvent).revision);
  stop.abort();
  expect(await feed.next()).toMatchObject({ done: true });
});

test("all who watch share one connection, hear what others do, and leave none behind", async () => {
  const { ctx, projectId } = scene;
  const listening = async () => {
    const found = await scene.ownerDb.execute<{ count: number }>(
      sql`select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = 'bright-run listen'`,
    );
    return found.rows[0]?.count ?? 0;
  };
  const stop = new AbortController();
  const feeds = [1, 2, 3].map(() =>
    watchProgress({ ctx, input: { projectId }, signal: stop.signal }),
  );
  const firsts = await Promise.all(feeds.map((feed) => feed.next()));
  await expect.poll(listening).toBe(1);
  const before = Math.max(...firsts.map(({ value }) => (value as ProgressEvent).revision));
  await createPlan({
    ctx,
    input: { projectId, counts: { template: 1, scenario: 0, edge_case: 0 }, seed: 3 },
  });
  const later = await Promise.all(
    feeds.map((feed) => until(feed, ({ revision }) => revision > before)),
  );
  expect(later).toHaveLength(3);
  stop.abort();
  await Promise.all(feeds.map((feed) => feed.next()));
  await expect.poll(listening).toBe(0);
});

test("a broken listening connection is made anew, and what was missed is made up for", async () => {
  const { ctx, projectId } = scene;
  const stop = new AbortController();
  const feed = watchProgress({ ctx, input: { projectId }, signal: stop.signal });
  const { value } = await feed.next();
  // The connection's own greeting.
  const [connected] = (
    await until(feed, ({ revision }) => revision > (value as ProgressEvent).revision)
  ).slice(-1);
  await scene.ownerDb.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'bright-run listen'`,
  );
  const batch = await startAll(ctx, projectId, practice, 1);
  const seen = await until(feed, ({ batches }) => batches.some(({ id }) => id === batch.id));
  expect(seen.at(-1)?.revision).toBeGreaterThan(connected?.revision ?? 0);
  await cancelBatch({ ctx, input: { batchId: batch.id } });
  await until(feed, ({ batches }) =>
    batches.some(({ id, state }) => id === batch.id && state === "cancelled"),
  );
  stop.abort();
  await feed.next();
});

test("events come at most one each 300 ms", async () => {
  const { ctx, projectId } = scene;
  const stop = new AbortController();
  const feed = watchProgress({ ctx, input: { projectId }, signal: stop.signal });
  await feed.next();
  let last = performance.now();
  const input = { projectId, counts: { template: 1, scenario: 0, edge_case: 0 }, seed: 4 };
  const busy = (async () => {
    for (let turn = 0; turn < 12; turn += 1) await createPlan({ ctx, input });
  })();
  for (let event = 0; event < 2; event += 1) {
    await feed.next();
    const now = performance.now();
    expect(now - last).toBeGreaterThan(280);
    last = now;
  }
  await busy;
  stop.abort();
  await feed.return();
});

test("a foreign project isn't watched", async () => {
  const other = await scene.addWorkspace();
  const feed = watchProgress({ ctx: other.ctx, input: { projectId: scene.projectId } });
  await expect(feed.next()).rejects.toMatchObject({ code: "not_found" });
});
