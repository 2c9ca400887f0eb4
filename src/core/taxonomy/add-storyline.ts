import type { z } from "zod";
import { holdProject, refuseSameName } from "./edit-place.ts";
import { addStorylineInput, type StorylineKind } from "./edit-schema.ts";
import { findSameName, freeKey } from "./names.ts";
import { readKind, refuseStrangeNames } from "./storyline-place.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { storableJson } from "#/lib/storable-text.ts";
import { storylines } from "#/platform/db/tables/sources.ts";

const MOST_STORYLINES = 500;

/** What each kind is called in sentences. */
export const kindNames: Record<StorylineKind, string> = {
  arc: "an arc",
  scenario: "a scenario",
  edge_case: "an edge case",
};

/**
 * Adds an arc, a scenario or an edge case. Plans draw on it from now on.
 * @returns its key, made from the name where none is given.
 * @throws invalid_input naming the field, not_found
 */
export async function addStoryline({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof addStorylineInput>;
}): Promise<{ key: string }> {
  authorise(ctx, "write");
  const { projectId, storyline } = storableJson(parseInput(addStorylineInput, input));
  const { kind, body } = storyline;
  return inTransaction(ctx, async (tx, ctx) => {
    await holdProject(tx, ctx, projectId);
    const siblings = await readKind(tx, projectId, kind);
    if (siblings.length >= MOST_STORYLINES) {
      throw invalidField(
        "storyline.body.label",
        `A project has at most ${MOST_STORYLINES} of each kind. Nothing was added; change one that is there.`,
      );
    }
    refuseSameName(kindNames[kind], body.label, findSameName(siblings, body.label));
    const taken = siblings.map((each) => each.key);
    if (body.key !== undefined && taken.includes(body.key)) {
      throw invalidField(
        "storyline.body.key",
        `"${body.key}" is the key of another one. Nothing was added; choose another key.`,
      );
    }
    const key = body.key ?? freeKey(body.label, taken);
    await refuseStrangeNames(tx, ctx, projectId, storyline, key);
    await tx.insert(storylines).values({
      workspaceId: ctx.workspaceId,
      projectId,
      kind,
      key,
      label: body.label,
      body: { ...body, key },
      position: Math.max(-1, ...siblings.map((each) => each.position)) + 1,
    });
    await appendAudit(tx, ctx, {
      action: "storyline.added",
      targetKind: "project",
      targetId: projectId,
      details: { kind, key, name: body.label },
    });
    return { key };
  });
}
