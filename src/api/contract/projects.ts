import { z } from "zod";
import { base, nothing, projectInput } from "./base.ts";
import { auditEventSchema, auditVerificationSchema, listAuditInput } from "#/core/audit/schema.ts";
import {
  createdPlanSchema,
  pilotSchema,
  planInput,
  planPreviewSchema,
} from "#/core/planning/schema.ts";
import { coverageInput, coverageSchema } from "#/core/overview/coverage-schema.ts";
import { overviewInput, overviewSchema } from "#/core/overview/schema.ts";
import { createProjectInput, projectSchema } from "#/core/projects/schema.ts";
import {
  documentDetailSchema,
  documentRowSchema,
  importFilesInput,
  importReportSchema,
  updateDocumentInput,
} from "#/core/sources/schema.ts";
import { storylinesSchema, taxonomySchema } from "#/core/taxonomy/schema.ts";

const projectPath = "/projects/{projectId}" as const;

export const projects = {
  list: base.route({ method: "GET", path: "/projects" }).output(z.array(projectSchema)),
  get: base.route({ method: "GET", path: projectPath }).input(projectInput).output(projectSchema),
  create: base
    .route({ method: "POST", path: "/projects" })
    .input(createProjectInput)
    .output(projectSchema),
  overview: base
    .route({ method: "GET", path: `${projectPath}/overview` })
    .input(overviewInput)
    .output(overviewSchema),
  coverage: base
    .route({ method: "GET", path: `${projectPath}/coverage` })
    .input(coverageInput)
    .output(coverageSchema),
  taxonomy: base
    .route({ method: "GET", path: `${projectPath}/taxonomy` })
    .input(projectInput)
    .output(taxonomySchema),
  storylines: base
    .route({ method: "GET", path: `${projectPath}/storylines` })
    .input(projectInput)
    .output(storylinesSchema),
};

export const planning = {
  preview: base
    .route({ method: "POST", path: `${projectPath}/plan/preview` })
    .input(planInput)
    .output(planPreviewSchema),
  create: base
    .route({ method: "POST", path: `${projectPath}/plan` })
    .input(planInput)
    .output(createdPlanSchema),
  pilot: base
    .route({ method: "GET", path: `${projectPath}/plan/pilot` })
    .input(projectInput)
    .output(pilotSchema),
};

export const sources = {
  listDocuments: base
    .route({ method: "GET", path: `${projectPath}/documents` })
    .input(projectInput)
    .output(z.array(documentRowSchema)),
  getDocument: base
    .route({ method: "GET", path: "/documents/{documentId}" })
    .input(z.object({ documentId: z.uuid() }))
    .output(documentDetailSchema),
  importDocuments: base
    .route({ method: "POST", path: `${projectPath}/documents` })
    .input(importFilesInput)
    .output(importReportSchema),
  updateDocument: base
    .route({ method: "PATCH", path: "/documents/{documentId}" })
    .input(updateDocumentInput)
    .output(nothing),
  /** Refused while a conversation that was written uses it. */
  deleteDocument: base
    .route({ method: "DELETE", path: "/documents/{documentId}" })
    .input(z.object({ documentId: z.uuid() }))
    .output(nothing),
  importSeeds: base
    .route({ method: "POST", path: `${projectPath}/seeds` })
    .input(importFilesInput)
    .output(importReportSchema),
};

export const audit = {
  list: base
    .route({ method: "GET", path: "/audit" })
    .input(
      listAuditInput.extend({
        // In a query string every figure is text.
        page: z.coerce.number<number>().int().min(1).default(1),
        pageSize: z.coerce.number<number>().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ events: z.array(auditEventSchema), total: z.number().int() })),
  verify: base.route({ method: "POST", path: "/audit/verify" }).output(auditVerificationSchema),
};
