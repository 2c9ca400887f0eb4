import { sql } from "drizzle-orm";
import type { z } from "zod";
import { comparePairs, everyPair, figuresOf } from "./figures-of.ts";
import { readTallies } from "./read-tallies.ts";
import { scoreInput, type ScoredWriters } from "./schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { requireProject } from "../conversations/require-project.ts";
import { parseInput } from "../parse-input.ts";
import { listChoices } from "../writers/list-choices.ts";
import type { Providers } from "../writers/registry.ts";

/** So many of those that wrote most are held against each other; more pairs than six tell nothing apart. */
const HELD_AGAINST = 4;

/**
 * Every model that wrote something in the project, and how well, the busiest first, the practice writer last.
 * Rows weren't dealt to them here, so that a difference may lie in the rows: `compareArms` is fair.
 * @throws not_found
 */
export async function scoreWriters({
  ctx,
  providers,
  input,
}: {
  ctx: Context;
  providers: Providers;
  input: z.input<typeof scoreInput>;
}): Promise<ScoredWriters> {
  authorise(ctx, "read");
  const { projectId } = parseInput(scoreInput, input);
  const choices = await listChoices({ ctx, providers });
  return inTransaction(ctx, async (tx, ctx) => {
    await requireProject(tx, ctx, projectId);
    const tallies = await readTallies(tx, {
      calls: {
        where: sql`call.project_id = ${projectId}::uuid`,
        key: sql`json_build_array(call.provider, call.model)::text`,
      },
      texts: {
        join: sql`join bright.conversations conversation on conversation.id = text.conversation_id`,
        where: sql`conversation.project_id = ${projectId}::uuid and text.provider is not null`,
        key: sql`json_build_array(text.provider, text.model)::text`,
      },
    });
    const scored = tallies
      .map((tally) => {
        const [provider, model] = JSON.parse(tally.key) as [string, string];
        const known = choices.find((each) => each.provider === provider && each.model === model);
        const local = providers.local.get(provider);
        const label = local?.isPractice ? local.label : (known?.label ?? model);
        return {
          tally,
          writer: { provider, model, label, isPractice: local?.isPractice ?? false },
        };
      })
      .toSorted(
        (one, other) =>
          Number(one.writer.isPractice) - Number(other.writer.isPractice) ||
          other.tally.written - one.tally.written ||
          (one.tally.key < other.tally.key ? -1 : 1),
      );
    const real = scored.filter(({ writer }) => !writer.isPractice).length;
    return {
      rows: scored.map(({ tally, writer }) => ({ ...figuresOf(tally), writer })),
      pairs: comparePairs(
        scored.map(({ tally }) => tally),
        everyPair(Math.min(real, HELD_AGAINST)),
      ),
    };
  });
}
