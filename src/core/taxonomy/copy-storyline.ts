import type { z } from "zod";
import { holdProject } from "./edit-place.ts";
import { storylinePlace } from "./edit-schema.ts";
import { foldName, freeKey } from "./names.ts";
import { bodyOf } from "./references.ts";
import { needStoryline } from "./storyline-place.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { storylines } from "#/platform/db/tables/sources.ts";

/**
 * Adds a copy of a storyline, named "Triumph (copy)", to be changed from there.
 * @returns the key of the copy. @throws not_found
 */
export async function copyStoryline({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof storylinePlace>;
}): Promise<{ key: string }> {
  authorise(ctx, "write");
  const { projectId, kind, key: from } = parseInput(storylinePlace, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await holdProject(tx, ctx, projectId);
    const { stored, siblings } = await needStoryline(tx, { projectId, kind, key: from });
    const label = copyName(
      stored.label,
      siblings.map((each) => each.label),
    );
    const taken = siblings.map((each) => each.key);
    const key = freeKey(label, taken);
    await tx.insert(storylines).values({
      workspaceId: ctx.workspaceId,
      projectId,
      kind,
      key,
      label,
      body: { ...bodyOf(kind, stored.body), key, label },
      position: Math.max(-1, ...siblings.map((each) => each.position)) + 1,
    });
    await appendAudit(tx, ctx, {
      action: "storyline.added",
      targetKind: "project",
      targetId: projectId,
      details: { kind, key, name: label, copyOf: from },
    });
    return { key };
  });
}

function copyName(label: string, taken: readonly string[]): string {
  const folded = new Set(taken.map(foldName));
  const base = label.slice(0, 105);
  for (let number = 1; ; number += 1) {
    const name = `${base} (copy${number === 1 ? "" : ` ${number}`})`;
    if (!folded.has(foldName(name))) return name;
  }
}
