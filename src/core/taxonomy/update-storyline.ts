import { isDeepStrictEqual } from "node:util";
import { eq } from "drizzle-orm";
import type { z } from "zod";
import { kindNames } from "./add-storyline.ts";
import { holdProject, refuseSameName } from "./edit-place.ts";
import { updateStorylineInput } from "./edit-schema.ts";
import { findSameName } from "./names.ts";
import { needStoryline, refuseStrangeNames } from "./storyline-place.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { storableJson } from "#/lib/storable-text.ts";
import { storylines } from "#/platform/db/tables/sources.ts";

/**
 * Changes an arc, a scenario or an edge case. Its key stays; texts written before stay as they are, and
 * whatever is written from now on follows the new one.
 * @throws invalid_input naming the field, not_found
 */
export async function updateStoryline({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof updateStorylineInput>;
}): Promise<void> {
  authorise(ctx, "write");
  const { projectId, kind, key, storyline } = storableJson(parseInput(updateStorylineInput, input));
  if (storyline.kind !== kind) {
    throw invalidField(
      "storyline.kind",
      "What kind a storyline is can't be changed. Nothing was changed; add a new one instead.",
    );
  }
  const body = { ...storyline.body, key };
  await inTransaction(ctx, async (tx, ctx) => {
    await holdProject(tx, ctx, projectId);
    const { stored, siblings } = await needStoryline(tx, { projectId, kind, key });
    if (isDeepStrictEqual(stored.body, body)) return;
    refuseSameName(kindNames[kind], body.label, findSameName(siblings, body.label, key));
    await refuseStrangeNames(tx, ctx, projectId, storyline, key);
    await tx
      .update(storylines)
      .set({ label: body.label, body })
      .where(eq(storylines.id, stored.id));
    await appendAudit(tx, ctx, {
      action: "storyline.changed",
      targetKind: "project",
      targetId: projectId,
      details: { change: "edited", kind, key, name: body.label, before: stored.body, after: body },
    });
  });
}
