import { member } from "../procedure.ts";
import { chooseExamples } from "#/core/generation/choose-examples.ts";
import { estimateTest } from "#/core/generation/estimate-test.ts";
import { getExamples } from "#/core/generation/get-examples.ts";
import { previewPrompt } from "#/core/generation/preview-prompt.ts";
import { testTemplate } from "#/core/generation/test-template.ts";
import { addTemplate } from "#/core/templates/add-template.ts";
import { getTemplate } from "#/core/templates/get-template.ts";
import { getTemplateVersion } from "#/core/templates/get-template-version.ts";
import { listTemplates } from "#/core/templates/list-templates.ts";
import { listVariables } from "#/core/templates/list-variables.ts";
import { reinstateTemplate } from "#/core/templates/reinstate-template.ts";
import { restoreTemplate } from "#/core/templates/restore-template.ts";
import { retireTemplate } from "#/core/templates/retire-template.ts";
import { saveTemplate } from "#/core/templates/save-template.ts";

const done = { ok: true } as const;

export const templatesRouter = {
  list: member.templates.list.handler(({ context: { ctx }, input }) =>
    listTemplates({ ctx, input }),
  ),
  variables: member.templates.variables.handler(({ context: { ctx } }) => listVariables({ ctx })),
  get: member.templates.get.handler(({ context: { ctx }, input }) => getTemplate({ ctx, input })),
  getVersion: member.templates.getVersion.handler(({ context: { ctx }, input }) =>
    getTemplateVersion({ ctx, input }),
  ),
  save: member.templates.save.handler(({ context: { ctx }, input }) =>
    saveTemplate({ ctx, input }),
  ),
  restore: member.templates.restore.handler(({ context: { ctx }, input }) =>
    restoreTemplate({ ctx, input }),
  ),
  add: member.templates.add.handler(({ context: { ctx }, input }) => addTemplate({ ctx, input })),
  retire: member.templates.retire.handler(async ({ context: { ctx }, input }) => {
    await retireTemplate({ ctx, input });
    return done;
  }),
  reinstate: member.templates.reinstate.handler(async ({ context: { ctx }, input }) => {
    await reinstateTemplate({ ctx, input });
    return done;
  }),
  preview: member.templates.preview.handler(({ context: { ctx }, input }) =>
    previewPrompt({ ctx, input }),
  ),
  estimateTest: member.templates.estimateTest.handler(({ context: { ctx, services }, input }) =>
    estimateTest({ ctx, providers: services.providers, input }),
  ),
  test: member.templates.test.handler(({ context: { ctx, services, signal }, input }) =>
    testTemplate({ ctx, providers: services.providers, input, signal }),
  ),
  examples: member.templates.examples.handler(({ context: { ctx }, input }) =>
    getExamples({ ctx, input }),
  ),
  chooseExamples: member.templates.chooseExamples.handler(({ context: { ctx }, input }) =>
    chooseExamples({ ctx, input }),
  ),
};
