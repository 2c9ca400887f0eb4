import type { z } from "zod";
import type { exportPreviewSchema } from "#/core/exports/schema.ts";
import { formatCounted } from "#/lib/format.ts";

type LeftOut = z.infer<typeof exportPreviewSchema>["leftOut"];

/** What stays out of the file and why, in words: ["12 not approved", "40 practice"]. */
export function leftOutInWords({ notApproved, practice, seeds, needExpert }: LeftOut): string[] {
  return [
    notApproved > 0 ? `${formatCounted(notApproved, "conversation")} not approved` : undefined,
    practice > 0 ? `${formatCounted(practice, "approved practice conversation")}` : undefined,
    needExpert > 0
      ? `${formatCounted(needExpert, "approved edge case")} without an expert's confirmation`
      : undefined,
    seeds > 0 ? `${formatCounted(seeds, "seed")} not ticked` : undefined,
  ].filter((words) => words !== undefined);
}
