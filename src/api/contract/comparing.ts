import { base, projectInput } from "./base.ts";
import {
  comparedArmsSchema,
  compareArmsInput,
  scoredTemplatesSchema,
  scoredWritersSchema,
} from "#/core/comparing/schema.ts";

export const comparing = {
  /** Null for a run that compares nothing. */
  arms: base
    .route({ method: "GET", path: "/batches/{batchId}/comparison" })
    .input(compareArmsInput)
    .output(comparedArmsSchema.nullable()),
  templates: base
    .route({ method: "GET", path: "/projects/{projectId}/scores/templates" })
    .input(projectInput)
    .output(scoredTemplatesSchema),
  writers: base
    .route({ method: "GET", path: "/projects/{projectId}/scores/writers" })
    .input(projectInput)
    .output(scoredWritersSchema),
};
