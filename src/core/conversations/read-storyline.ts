import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { courseOfArc } from "./course.ts";
import type { ConversationDetail } from "./schema.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { storylines } from "#/platform/db/tables/sources.ts";

const planKeys = z.object({
  arc: z.string().optional(),
  scenario: z.string().optional(),
  edgeCase: z.string().optional(),
});
const bodySchema = z.object({ description: z.string().default(""), arc: z.string().optional() });

/** What a row was planned from, and its emotional course; nothing for a row without a plan (a seed). */
export async function readStoryline(
  tx: Transaction,
  projectId: string,
  tier: string,
  plan: unknown,
): Promise<Pick<ConversationDetail, "storyline" | "course">> {
  const keys = planKeys.catch({}).parse(plan);
  const chosen = choose(tier, keys);
  const stored = chosen && (await findStoryline(tx, projectId, chosen.kind, chosen.key));
  const body = bodySchema.catch({ description: "" }).parse(stored?.body);
  const arcKey = keys.arc ?? body.arc;
  const arc =
    chosen?.kind === "arc" ? stored : arcKey && (await findStoryline(tx, projectId, "arc", arcKey));
  return {
    storyline:
      chosen && stored ? { ...chosen, label: stored.label, description: body.description } : null,
    course: arc ? courseOfArc(arc.body) : [],
  };
}

type Kind = NonNullable<ConversationDetail["storyline"]>["kind"];

/** The storyline of the row's own tier first; an arc may come on top of a scenario or an edge case. */
function choose(
  tier: string,
  { arc, scenario, edgeCase }: z.infer<typeof planKeys>,
): { kind: Kind; key: string } | undefined {
  const candidates: { kind: Kind; key: string | undefined; first: boolean }[] = [
    { kind: "scenario", key: scenario, first: tier === "scenario" },
    { kind: "edge_case", key: edgeCase, first: tier === "edge_case" },
    { kind: "arc", key: arc, first: tier === "template" },
  ];
  const ordered = candidates.toSorted((one, other) => Number(other.first) - Number(one.first));
  for (const { kind, key } of ordered) if (key !== undefined) return { kind, key };
  return undefined;
}

async function findStoryline(
  tx: Transaction,
  projectId: string,
  kind: Kind,
  key: string,
): Promise<{ label: string; body: unknown } | undefined> {
  const [found] = await tx
    .select({ label: storylines.label, body: storylines.body })
    .from(storylines)
    .where(
      and(eq(storylines.projectId, projectId), eq(storylines.kind, kind), eq(storylines.key, key)),
    );
  return found;
}
