import { eq } from "drizzle-orm";
import type { z } from "zod";
import { checkBody } from "./check-body.ts";
import { getCurrentTemplate } from "./get-current-template.ts";
import { addTemplateInput } from "./schema.ts";
import { storeTemplateVersion } from "./store-template-version.ts";
import { appendAudit } from "../audit/append-audit.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { BrightError, invalidField } from "../errors.ts";
import { parseInput } from "../parse-input.ts";
import { getProject } from "../projects/get-project.ts";
import { lockProject } from "../projects/lock-project.ts";
import { getStorylines } from "../taxonomy/get-storylines.ts";
import type { Tier } from "../taxonomy/schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { templates } from "#/platform/db/tables/sources.ts";

/**
 * Gives an arc a template of its own in one tier: from then on it writes the rows of that arc instead of
 * the tier's. It begins with the tier's current text unless one is given.
 * @throws not_found; invalid_input for an arc that the project doesn't have, or a text with faults;
 * conflict when the arc has one already (a retired one is brought back instead).
 */
export async function addTemplate({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof addTemplateInput>;
}): Promise<{ templateId: string }> {
  authorise(ctx, "write");
  const { projectId, tier, arc: key, ...given } = parseInput(addTemplateInput, input);
  return inTransaction(ctx, async (tx, ctx) => {
    await getProject({ ctx, input: { projectId } });
    const { arcs } = await getStorylines({ ctx, input: { projectId } });
    const arc = arcs.find((candidate) => candidate.key === key);
    if (!arc) {
      throw invalidField(
        "arc",
        `This project has no arc "${key}". Nothing was added; choose one of: ${arcs.map((each) => each.key).join(", ") || "(there are none yet)"}.`,
      );
    }
    await lockProject(tx, projectId);
    const tierTemplate = await getCurrentTemplate(tx, ctx, { projectId, tier });
    const name = `${tierTemplate.name}: ${arc.label}`;
    await refuseSecond(tx, projectId, tier, key, name);
    const [added] = await tx
      .insert(templates)
      .values({ workspaceId: ctx.workspaceId, projectId, tier, arc: key, name })
      .returning({ id: templates.id });
    if (!added) throw new Error("the template was not stored");
    await storeTemplateVersion(tx, ctx, {
      templateId: added.id,
      number: 1,
      body: checkBody(given.body ?? tierTemplate.body),
      reason:
        given.body === undefined
          ? `Begins with version ${tierTemplate.number} of “${tierTemplate.name}”.`
          : `Written for the arc “${arc.label}”.`,
    });
    await appendAudit(tx, ctx, {
      action: "template.added",
      targetKind: "template",
      targetId: added.id,
      targetVersion: 1,
      details: { projectId, name, tier, arc: key },
    });
    return { templateId: added.id };
  });
}

async function refuseSecond(
  tx: Transaction,
  projectId: string,
  tier: Tier,
  arc: string,
  name: string,
): Promise<void> {
  const same = await tx
    .select({
      arc: templates.arc,
      tier: templates.tier,
      name: templates.name,
      retiredAt: templates.retiredAt,
    })
    .from(templates)
    .where(eq(templates.projectId, projectId));
  const found = same.find((each) => (each.arc === arc && each.tier === tier) || each.name === name);
  if (!found) return;
  throw new BrightError(
    "conflict",
    found.retiredAt
      ? `“${found.name}” was retired and can be brought back with all its versions. Nothing was added; bring that one back.`
      : `This arc has a template of its own already: “${found.name}”. Nothing was added; edit that one.`,
  );
}
