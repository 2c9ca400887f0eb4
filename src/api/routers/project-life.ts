import { member } from "../procedure.ts";
import { copyProject } from "#/core/conversations/copy-project.ts";
import { proposeVoice } from "#/core/conversations/propose-voice.ts";
import { previewVoice } from "#/core/generation/preview-voice.ts";
import { archiveProject } from "#/core/projects/archive-project.ts";
import { listProjects } from "#/core/projects/list-projects.ts";
import { restoreProject } from "#/core/projects/restore-project.ts";
import { saveSettings } from "#/core/projects/save-settings.ts";
import { saveSetup } from "#/core/projects/save-setup.ts";
import { saveVoice } from "#/core/projects/save-voice.ts";
import { updateProject } from "#/core/projects/update-project.ts";
import { chooseTaxonomy } from "#/core/taxonomy/choose-taxonomy.ts";
import { readStarterPack } from "#/core/taxonomy/starter-pack.ts";

const { projects } = member;

export const projectLifeRouter = {
  listArchived: projects.listArchived.handler(({ context: { ctx } }) =>
    listProjects({ ctx, archived: true }),
  ),
  update: projects.update.handler(({ context: { ctx }, input }) => updateProject({ ctx, input })),
  copy: projects.copy.handler(({ context: { ctx }, input }) => copyProject({ ctx, input })),
  archive: projects.archive.handler(({ context: { ctx }, input }) =>
    archiveProject({ ctx, input }),
  ),
  restore: projects.restore.handler(({ context: { ctx }, input }) =>
    restoreProject({ ctx, input }),
  ),
  saveVoice: projects.saveVoice.handler(({ context: { ctx }, input }) => saveVoice({ ctx, input })),
  previewVoice: projects.previewVoice.handler(({ context: { ctx }, input }) =>
    previewVoice({ ctx, input }),
  ),
  proposeVoice: projects.proposeVoice.handler(({ context: { ctx }, input }) =>
    proposeVoice({ ctx, input }),
  ),
  saveSettings: projects.saveSettings.handler(({ context: { ctx }, input }) =>
    saveSettings({ ctx, input }),
  ),
  saveSetup: projects.saveSetup.handler(({ context: { ctx }, input }) => saveSetup({ ctx, input })),
  starterTaxonomy: projects.starterTaxonomy.handler(
    async ({ input }) => (await readStarterPack(input.pack)).taxonomy,
  ),
  chooseTaxonomy: projects.chooseTaxonomy.handler(async ({ context: { ctx }, input }) => {
    await chooseTaxonomy({ ctx, input });
    return { ok: true as const };
  }),
};
