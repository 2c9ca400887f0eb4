import { sql } from "drizzle-orm";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { cancelBatch } from "../generation/cancel-batch.ts";
import { retryFailed } from "../generation/retry-failed.ts";
import { startBatch } from "../generation/start-batch.ts";
import { BrightError } from "../errors.ts";
import { deleteConversations } from "../conversations/delete-conversations.ts";
import { restoreConversations } from "../conversations/restore-conversations.ts";
import {
  type GenerationState,
  mayGenerationMove,
  mayReviewBecome,
  type ReviewState,
} from "../conversations/states.ts";
import { decideConversations } from "./decide.ts";
import { undoDecisions } from "./undo-decisions.ts";
import { ProviderError } from "#/platform/llm/port.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";
import type { TestContext } from "../../../test/context.ts";
import { createGenerationScene, goodAnswer, runHere, scripted } from "../../../test/generation.ts";

let scene: TestContext;
let rows: string[];
beforeAll(async () => {
  scene = await createGenerationScene({ template: 3, scenario: 0, edge_case: 0 });
  rows = (await scene.ownerDb.select({ id: conversations.id }).from(conversations)).map(
    ({ id }) => id,
  );
  // Sees every change of either state, whoever makes it and however.
  await scene.ownerDb.execute(sql`
    create table public.steps (
      generation_from text, generation_to text, review_from text, review_to text, new_version boolean);
    grant insert on public.steps to public;
    create function public.note_step() returns trigger language plpgsql as $$ begin
      insert into public.steps values (old.generation_state, new.generation_state, old.review_state,
        new.review_state, old.current_version_id is distinct from new.current_version_id);
      return new;
    end $$;
    create trigger note_step after update on bright.conversations
      for each row execute function public.note_step()`);
});
beforeEach(() => scene.ownerDb.execute(sql`truncate public.steps`));
afterAll(() => scene.close());

const good = scripted(goodAnswer, 1);
const down = scripted(async () => {
  throw new ProviderError({ code: "refused", message: "The writer refuses.", kind: "refused" });
}, 1);

/** Two runs and the decisions that were made, as a person at the desk would know them. */
interface Desk {
  batches: string[];
  decisions: string[];
}

/** Everything that people and workers can do to a state; see `refusable`. */
const acts: Record<string, (desk: Desk, ids: string[]) => Promise<unknown>> = {
  start: async (desk, ids) => {
    const input = {
      projectId: scene.projectId,
      selection: { kind: "ids" as const, ids },
      expectedCount: ids.length,
    };
    desk.batches.push((await startBatch({ ctx: scene.ctx, providers: good, input })).id);
  },
  write: ({ batches }) => runLatest(batches, good),
  fail: ({ batches }) => runLatest(batches, down),
  stopWorker: async ({ batches }) => {
    const stop = new AbortController();
    const stopping = scripted(async () => {
      stop.abort();
      return new Promise<never>(() => undefined);
    }, 1);
    const [latest] = batches.slice(-1);
    if (latest) await runHere(scene.ctx, stopping, latest, stop.signal);
  },
  cancel: ({ batches }) =>
    withLatest(batches, (batchId) => cancelBatch({ ctx: scene.ctx, input: { batchId } })),
  retry: ({ batches }) =>
    withLatest(batches, (batchId) => retryFailed({ ctx: scene.ctx, input: { batchId } })),
  approve: (desk, ids) => decide(desk, ids, "approve"),
  reject: (desk, ids) => decide(desk, ids, "reject"),
  flag: (desk, ids) => decide(desk, ids, "flag"),
  undo: async ({ decisions }) => {
    const decisionIds = decisions.splice(-1);
    if (decisionIds.length === 0) return;
    await undoDecisions({ ctx: scene.ctx, input: { projectId: scene.projectId, decisionIds } });
  },
  delete: (_, ids) =>
    deleteConversations({
      ctx: scene.ctx,
      input: { projectId: scene.projectId, selection: { kind: "ids", ids } },
    }),
  restore: (_, ids) =>
    restoreConversations({ ctx: scene.ctx, input: { projectId: scene.projectId, ids } }),
};

async function decide(desk: Desk, ids: string[], decision: "approve" | "reject" | "flag") {
  const input = { projectId: scene.projectId, selection: { kind: "ids" as const, ids }, decision };
  desk.decisions.push(...(await decideConversations({ ctx: scene.ctx, input })).decisionIds);
}

/** A refusal in words is a fine outcome; any other error is not. */
async function refusable(act: () => Promise<unknown> | undefined): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof BrightError)) throw error;
  }
}

/** The next sequence finds every row there and none at work. */
async function tidyUp({ batches }: Desk): Promise<void> {
  for (const batchId of batches) {
    await refusable(() => cancelBatch({ ctx: scene.ctx, input: { batchId } }));
    await runHere(scene.ctx, good, batchId);
  }
  await refusable(() =>
    restoreConversations({ ctx: scene.ctx, input: { projectId: scene.projectId, ids: rows } }),
  );
}

/** Runs the newest batch until nothing of it is left to take. */
async function runLatest(batches: string[], providers: typeof good): Promise<void> {
  const [latest] = batches.slice(-1);
  if (latest) await runHere(scene.ctx, providers, latest);
}

async function withLatest(batches: string[], act: (id: string) => Promise<unknown>): Promise<void> {
  const [latest] = batches.slice(-1);
  if (latest) await act(latest);
}

test("whatever people and workers do, in whatever order, states.ts knows every step", async () => {
  const act = fc.record({
    name: fc.constantFrom(...Object.keys(acts)),
    which: fc.subarray([0, 1, 2], { minLength: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 6, maxLength: 14 }), async (sequence) => {
      const desk: Desk = { batches: [], decisions: [] };
      for (const { name, which } of sequence) {
        const ids = which.map((place) => rows[place] ?? "");
        await refusable(() => acts[name]?.(desk, ids));
      }
      await tidyUp(desk);
    }),
    { numRuns: 30 },
  );
  const steps = await scene.ownerDb.execute<{
    generation_from: GenerationState;
    generation_to: GenerationState;
    review_from: ReviewState;
    review_to: ReviewState;
    new_version: boolean;
  }>(sql`select distinct * from public.steps`);
  expect(steps.rows.length).toBeGreaterThan(12);
  for (const step of steps.rows) {
    const { generation_from: from, generation_to: to, new_version: isNew } = step;
    const hasMoved = from !== to;
    if (hasMoved) expect(mayGenerationMove(from, to), `${from} -> ${to}`).toBe(true);
    expect(mayReviewBecome(step.review_from, step.review_to), JSON.stringify(step)).toBe(true);
    if (isNew) expect(["none", "needs_review"], "a new version voids").toContain(step.review_to);
    else if (hasMoved) expect(step.review_to, "only a new version voids").toBe(step.review_from);
  }
}, 120_000);
