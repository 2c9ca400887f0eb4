import { member } from "../procedure.ts";
import { addDimension } from "#/core/taxonomy/add-dimension.ts";
import { addStoryline } from "#/core/taxonomy/add-storyline.ts";
import { addValue } from "#/core/taxonomy/add-value.ts";
import { applyTaxonomyImport } from "#/core/taxonomy/apply-taxonomy-import.ts";
import { copyStoryline } from "#/core/taxonomy/copy-storyline.ts";
import { exportTaxonomy } from "#/core/taxonomy/export-taxonomy.ts";
import { getEditableStorylines } from "#/core/taxonomy/get-editable-storylines.ts";
import { getEditableTaxonomy } from "#/core/taxonomy/get-editable-taxonomy.ts";
import { mergeValues } from "#/core/taxonomy/merge-values.ts";
import { previewMerge } from "#/core/taxonomy/preview-merge.ts";
import { previewTaxonomyImport } from "#/core/taxonomy/preview-taxonomy-import.ts";
import { reorderValues } from "#/core/taxonomy/reorder-values.ts";
import { retireDimension } from "#/core/taxonomy/retire-dimension.ts";
import { retireStoryline } from "#/core/taxonomy/retire-storyline.ts";
import { retireValue } from "#/core/taxonomy/retire-value.ts";
import { listStarterPacks } from "#/core/taxonomy/starter-pack.ts";
import { suggestTaxonomy } from "#/core/taxonomy/suggest-taxonomy.ts";
import { updateDimension } from "#/core/taxonomy/update-dimension.ts";
import { updateStoryline } from "#/core/taxonomy/update-storyline.ts";
import { updateValue } from "#/core/taxonomy/update-value.ts";

const done = { ok: true } as const;
const { taxonomy, storylines } = member;

export const taxonomyRouter = {
  get: taxonomy.get.handler(({ context: { ctx }, input }) => getEditableTaxonomy({ ctx, input })),
  addDimension: taxonomy.addDimension.handler(({ context: { ctx }, input }) =>
    addDimension({ ctx, input }),
  ),
  updateDimension: taxonomy.updateDimension.handler(async ({ context: { ctx }, input }) => {
    await updateDimension({ ctx, input });
    return done;
  }),
  retireDimension: taxonomy.retireDimension.handler(async ({ context: { ctx }, input }) => {
    await retireDimension({ ctx, input });
    return done;
  }),
  addValue: taxonomy.addValue.handler(({ context: { ctx }, input }) => addValue({ ctx, input })),
  updateValue: taxonomy.updateValue.handler(async ({ context: { ctx }, input }) => {
    await updateValue({ ctx, input });
    return done;
  }),
  retireValue: taxonomy.retireValue.handler(({ context: { ctx }, input }) =>
    retireValue({ ctx, input }),
  ),
  reorderValues: taxonomy.reorderValues.handler(async ({ context: { ctx }, input }) => {
    await reorderValues({ ctx, input });
    return done;
  }),
  previewMerge: taxonomy.previewMerge.handler(({ context: { ctx }, input }) =>
    previewMerge({ ctx, input }),
  ),
  mergeValues: taxonomy.mergeValues.handler(({ context: { ctx }, input }) =>
    mergeValues({ ctx, input }),
  ),
  exportFile: taxonomy.exportFile.handler(({ context: { ctx }, input }) =>
    exportTaxonomy({ ctx, input }),
  ),
  previewImport: taxonomy.previewImport.handler(({ context: { ctx }, input }) =>
    previewTaxonomyImport({ ctx, input }),
  ),
  applyImport: taxonomy.applyImport.handler(({ context: { ctx }, input }) =>
    applyTaxonomyImport({ ctx, input }),
  ),
  suggest: taxonomy.suggest.handler(({ context: { ctx, services, signal }, input }) =>
    suggestTaxonomy({
      ctx,
      providers: services.providers,
      input,
      signal,
    }),
  ),
  listStarterPacks: taxonomy.listStarterPacks.handler(({ context: { ctx } }) =>
    listStarterPacks({ ctx }),
  ),
};

export const storylinesRouter = {
  get: storylines.get.handler(({ context: { ctx }, input }) =>
    getEditableStorylines({ ctx, input }),
  ),
  add: storylines.add.handler(({ context: { ctx }, input }) => addStoryline({ ctx, input })),
  update: storylines.update.handler(async ({ context: { ctx }, input }) => {
    await updateStoryline({ ctx, input });
    return done;
  }),
  copy: storylines.copy.handler(({ context: { ctx }, input }) => copyStoryline({ ctx, input })),
  retire: storylines.retire.handler(({ context: { ctx }, input }) =>
    retireStoryline({ ctx, input }),
  ),
};
