import { z } from "zod";
import { base, nothing, projectInput } from "./base.ts";
import {
  chooseExamplesInput,
  examplesSchema,
  previewPromptInput,
  promptPreviewSchema,
  templateTestSchema,
  testEstimateSchema,
  testTemplateInput,
} from "#/core/generation/prompt-schema.ts";
import {
  addTemplateInput,
  restoreTemplateInput,
  saveTemplateInput,
  templateDetailSchema,
  templateInput,
  templateSchema,
  templateVersionDetailSchema,
  templateVersionInput,
  variableSchema,
} from "#/core/templates/schema.ts";

const saved = z.object({ versionId: z.string(), number: z.number().int() });

export const templates = {
  list: base
    .route({ method: "GET", path: "/projects/{projectId}/templates" })
    .input(projectInput)
    .output(z.array(templateSchema)),
  /** The placeholders that a template may name; the same for all projects. */
  variables: base
    .route({ method: "GET", path: "/template-variables" })
    .output(z.array(variableSchema)),
  get: base
    .route({ method: "GET", path: "/templates/{templateId}" })
    .input(templateInput)
    .output(templateDetailSchema),
  getVersion: base
    .route({ method: "GET", path: "/templates/{templateId}/versions/{number}" })
    .input(templateVersionInput)
    .output(templateVersionDetailSchema),
  save: base
    .route({ method: "POST", path: "/templates/{templateId}/versions" })
    .input(saveTemplateInput)
    .output(saved),
  restore: base
    .route({ method: "POST", path: "/templates/{templateId}/restore" })
    .input(restoreTemplateInput)
    .output(saved),
  /** A template of its own for one arc. */
  add: base
    .route({ method: "POST", path: "/projects/{projectId}/templates" })
    .input(addTemplateInput)
    .output(z.object({ templateId: z.string() })),
  retire: base
    .route({ method: "POST", path: "/templates/{templateId}/retire" })
    .input(templateInput)
    .output(nothing),
  reinstate: base
    .route({ method: "POST", path: "/templates/{templateId}/reinstate" })
    .input(templateInput)
    .output(nothing),
  /** The prompt of a row as it would be sent; nothing is sent. */
  preview: base
    .route({ method: "POST", path: "/conversations/{conversationId}/prompt" })
    .input(previewPromptInput)
    .output(promptPreviewSchema),
  estimateTest: base
    .route({ method: "POST", path: "/templates/{templateId}/test/estimate" })
    .input(testTemplateInput)
    .output(testEstimateSchema),
  /** Spends money unless the writer is the practice writer: asks a writer once, with a repair if need be. */
  test: base
    .route({ method: "POST", path: "/templates/{templateId}/test" })
    .input(testTemplateInput)
    .output(templateTestSchema),
  examples: base
    .route({ method: "GET", path: "/projects/{projectId}/examples" })
    .input(projectInput)
    .output(examplesSchema),
  chooseExamples: base
    .route({ method: "PUT", path: "/projects/{projectId}/examples" })
    .input(chooseExamplesInput)
    .output(examplesSchema),
};
