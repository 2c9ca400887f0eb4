import { z } from "zod";
import { base, nothing, projectInput } from "./base.ts";
import {
  addStorylineInput,
  applyTaxonomyFileInput,
  storylinePlace,
  editableStorylinesSchema,
  editableTaxonomySchema,
  exportTaxonomyInput,
  importTaxonomyFileInput,
  mergePreviewSchema,
  mergeValuesInput,
  newDimensionInput,
  newValueInput,
  previewMergeInput,
  reorderValuesInput,
  retireDimensionInput,
  retireStorylineInput,
  retireValueInput,
  starterPackSchema,
  storylineKeyOutput,
  suggestTaxonomyInput,
  taxonomyFileSchema,
  taxonomyImportPreviewSchema,
  taxonomySuggestionSchema,
  updateDimensionInput,
  updateStorylineInput,
  updateValueInput,
} from "#/core/taxonomy/edit-schema.ts";

const dimensions = "/projects/{projectId}/dimensions" as const;
const dimension = `${dimensions}/{dimension}` as const;
const value = `${dimension}/values/{key}` as const;
const stories = "/projects/{projectId}/storylines" as const;
const story = `${stories}/{kind}/{key}` as const;
const key = z.object({ key: z.string() });
const inUse = z.object({ inUse: z.number().int() });

/** Dimensions and their values: what conversations are labelled with. */
export const taxonomy = {
  get: base
    .route({ method: "GET", path: dimensions })
    .input(projectInput)
    .output(editableTaxonomySchema),
  addDimension: base
    .route({ method: "POST", path: dimensions })
    .input(newDimensionInput)
    .output(key),
  updateDimension: base
    .route({ method: "PATCH", path: dimension })
    .input(updateDimensionInput)
    .output(nothing),
  retireDimension: base
    .route({ method: "POST", path: `${dimension}/retire` })
    .input(retireDimensionInput)
    .output(nothing),
  addValue: base
    .route({ method: "POST", path: `${dimension}/values` })
    .input(newValueInput)
    .output(key),
  updateValue: base.route({ method: "PATCH", path: value }).input(updateValueInput).output(nothing),
  retireValue: base
    .route({ method: "POST", path: `${value}/retire` })
    .input(retireValueInput)
    .output(inUse),
  reorderValues: base
    .route({ method: "POST", path: `${dimension}/order` })
    .input(reorderValuesInput)
    .output(nothing),
  previewMerge: base
    .route({ method: "POST", path: `${value}/merge/preview` })
    .input(previewMergeInput)
    .output(mergePreviewSchema),
  mergeValues: base
    .route({ method: "POST", path: `${value}/merge` })
    .input(mergeValuesInput)
    .output(mergePreviewSchema),
  exportFile: base
    .route({ method: "GET", path: "/projects/{projectId}/taxonomy/file" })
    .input(exportTaxonomyInput)
    .output(taxonomyFileSchema),
  previewImport: base
    .route({ method: "POST", path: "/projects/{projectId}/taxonomy/import/preview" })
    .input(importTaxonomyFileInput)
    .output(taxonomyImportPreviewSchema),
  applyImport: base
    .route({ method: "POST", path: "/projects/{projectId}/taxonomy/import" })
    .input(applyTaxonomyFileInput)
    .output(taxonomyImportPreviewSchema.pick({ added: true, changed: true, unchanged: true })),
  /** Asks a writer, which may cost something; stores nothing but the call. */
  suggest: base
    .route({ method: "POST", path: "/projects/{projectId}/taxonomy/suggest" })
    .input(suggestTaxonomyInput)
    .output(taxonomySuggestionSchema),
  listStarterPacks: base
    .route({ method: "GET", path: "/starter-packs" })
    .output(z.array(starterPackSchema)),
};

/** Arcs, scenarios and edge cases: what conversations are planned from. */
export const storylines = {
  get: base
    .route({ method: "GET", path: `${stories}/all` })
    .input(projectInput)
    .output(editableStorylinesSchema),
  add: base
    .route({ method: "POST", path: stories })
    .input(addStorylineInput)
    .output(storylineKeyOutput),
  update: base.route({ method: "PUT", path: story }).input(updateStorylineInput).output(nothing),
  copy: base
    .route({ method: "POST", path: `${story}/copy` })
    .input(storylinePlace)
    .output(storylineKeyOutput),
  retire: base
    .route({ method: "POST", path: `${story}/retire` })
    .input(retireStorylineInput)
    .output(inUse),
};
