import { member } from "../procedure.ts";
import { compareArms } from "#/core/comparing/compare-arms.ts";
import { scoreTemplates } from "#/core/comparing/score-templates.ts";
import { scoreWriters } from "#/core/comparing/score-writers.ts";

export const comparingRouter = {
  arms: member.comparing.arms.handler(({ context: { ctx }, input }) => compareArms({ ctx, input })),
  templates: member.comparing.templates.handler(({ context: { ctx, services }, input }) =>
    scoreTemplates({ ctx, providers: services.providers, input }),
  ),
  writers: member.comparing.writers.handler(({ context: { ctx, services }, input }) =>
    scoreWriters({ ctx, providers: services.providers, input }),
  ),
};
