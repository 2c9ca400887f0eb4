import { member } from "../procedure.ts";
import { listAudit } from "#/core/audit/list-audit.ts";
import { verifyAudit } from "#/core/audit/verify-audit.ts";
import { importSeeds } from "#/core/conversations/import-seeds.ts";
import { getCoverage } from "#/core/overview/get-coverage.ts";
import { getOverview } from "#/core/overview/get-overview.ts";
import { createPlan } from "#/core/planning/create-plan.ts";
import { getPilot } from "#/core/planning/get-pilot.ts";
import { previewPlan } from "#/core/planning/preview-plan.ts";
import { getProject } from "#/core/projects/get-project.ts";
import { listProjects } from "#/core/projects/list-projects.ts";
import { deleteDocument } from "#/core/sources/delete-document.ts";
import { getDocument } from "#/core/sources/get-document.ts";
import { importDocuments } from "#/core/sources/import-documents.ts";
import { listDocuments } from "#/core/sources/list-documents.ts";
import { updateDocument } from "#/core/sources/update-document.ts";
import { getStorylines } from "#/core/taxonomy/get-storylines.ts";
import { getTaxonomy } from "#/core/taxonomy/get-taxonomy.ts";
import { startProject } from "#/core/templates/start-project.ts";

const done = { ok: true } as const;

export const projectsRouter = {
  list: member.projects.list.handler(({ context: { ctx } }) => listProjects({ ctx })),
  get: member.projects.get.handler(({ context: { ctx }, input }) => getProject({ ctx, input })),
  create: member.projects.create.handler(({ context: { ctx }, input }) =>
    startProject({ ctx, input }),
  ),
  overview: member.projects.overview.handler(({ context: { ctx }, input }) =>
    getOverview({ ctx, input }),
  ),
  coverage: member.projects.coverage.handler(({ context: { ctx }, input }) =>
    getCoverage({ ctx, input }),
  ),
  taxonomy: member.projects.taxonomy.handler(({ context: { ctx }, input }) =>
    getTaxonomy({ ctx, input, withRetired: true }),
  ),
  storylines: member.projects.storylines.handler(({ context: { ctx }, input }) =>
    getStorylines({ ctx, input }),
  ),
};

export const planningRouter = {
  preview: member.planning.preview.handler(({ context: { ctx }, input }) =>
    previewPlan({ ctx, input }),
  ),
  create: member.planning.create.handler(({ context: { ctx }, input }) =>
    createPlan({ ctx, input }),
  ),
  pilot: member.planning.pilot.handler(({ context: { ctx }, input }) => getPilot({ ctx, input })),
};

export const sourcesRouter = {
  listDocuments: member.sources.listDocuments.handler(({ context: { ctx }, input }) =>
    listDocuments({ ctx, input }),
  ),
  getDocument: member.sources.getDocument.handler(({ context: { ctx }, input }) =>
    getDocument({ ctx, input }),
  ),
  importDocuments: member.sources.importDocuments.handler(({ context: { ctx }, input }) =>
    importDocuments({ ctx, input }),
  ),
  updateDocument: member.sources.updateDocument.handler(async ({ context: { ctx }, input }) => {
    await updateDocument({ ctx, input });
    return done;
  }),
  deleteDocument: member.sources.deleteDocument.handler(async ({ context: { ctx }, input }) => {
    await deleteDocument({ ctx, input });
    return done;
  }),
  importSeeds: member.sources.importSeeds.handler(({ context: { ctx }, input }) =>
    importSeeds({ ctx, input }),
  ),
};

export const auditRouter = {
  list: member.audit.list.handler(({ context: { ctx }, input }) => listAudit({ ctx, input })),
  verify: member.audit.verify.handler(({ context: { ctx } }) => verifyAudit({ ctx })),
};
