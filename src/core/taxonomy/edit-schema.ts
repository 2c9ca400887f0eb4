import { z } from "zod";
import {
  arcSchema,
  edgeCaseSchema,
  scenarioSchema,
  taxonomyDimensionSchema,
  taxonomyValueSchema,
} from "./schema.ts";

/** Values of one dimension at most; more can't be told apart by anybody. */
export const MOST_VALUES = 1_000;
/** Dimensions of one project at most, the built-in ones among them. */
export const MOST_DIMENSIONS = 40;

/** Axes of the filter and parts of its address: a dimension of that name would hide them. */
export const reservedDimensions = [
  "status",
  "origin",
  "practice",
  "document",
  "search",
  "label",
  "arc",
];

const project = z.object({ projectId: z.uuid() });
export const dimensionPlace = project.extend({ dimension: z.string().max(80) });
export const valuePlace = dimensionPlace.extend({ key: z.string().max(80) });

const { label, description, weight, attributes } = taxonomyValueSchema.shape;

export const newDimensionInput = project.extend({
  /** Made from the label where it is left out. */
  key: taxonomyDimensionSchema.shape.key
    .refine(
      (key) => !reservedDimensions.includes(key),
      "Choose another key; the table uses this one for something else.",
    )
    .optional(),
  label: taxonomyDimensionSchema.shape.label,
  description: taxonomyDimensionSchema.shape.description,
  values: z
    .array(z.object({ label, description }))
    .max(MOST_VALUES, `A dimension has at most ${MOST_VALUES} values.`)
    .default([]),
});

export const updateDimensionInput = dimensionPlace.extend({
  label: label.optional(),
  description: description.unwrap().optional(),
});

export const retireInput = z.object({
  /** False brings it back. */
  retired: z.boolean(),
});
export const retireDimensionInput = dimensionPlace.extend(retireInput.shape);
export const retireValueInput = valuePlace.extend(retireInput.shape);

export const newValueInput = dimensionPlace.extend({
  key: taxonomyValueSchema.shape.key.optional(),
  label,
  description,
  weight,
  attributes,
});

export const updateValueInput = valuePlace.extend({
  label: label.optional(),
  description: description.unwrap().optional(),
  weight: weight.unwrap().optional(),
  attributes: attributes.unwrap().optional(),
});

export const reorderValuesInput = dimensionPlace.extend({
  /** Every value of the dimension once, in the new order. */
  keys: z.array(z.string().max(80)).min(1).max(MOST_VALUES),
});

export const previewMergeInput = valuePlace.extend({ into: z.string().max(80) });
export const mergeValuesInput = previewMergeInput.extend({
  /** As many conversations as the preview said; when it is another number by now, nothing is done. */
  expectedCount: z.number().int().min(0),
});
export const mergePreviewSchema = z.object({
  /** Conversations whose label moves, deleted ones among them. */
  conversations: z.number().int(),
  /** Names of the arcs, scenarios and edge cases that name the value. */
  storylines: z.array(z.string()),
  /** Documents of this content category. */
  documents: z.number().int(),
});
export type MergePreview = z.infer<typeof mergePreviewSchema>;

/** A value with where it is used, for the people who look after the taxonomy. */
export const editableValueSchema = taxonomyValueSchema.extend({
  retired: z.boolean(),
  /** Conversations that carry it now, seeds among them. */
  conversations: z.number().int(),
});
export type EditableValue = z.infer<typeof editableValueSchema>;
export const editableDimensionSchema = taxonomyDimensionSchema.extend({
  retired: z.boolean(),
  builtIn: z.boolean(),
  values: z.array(editableValueSchema),
});
export type EditableDimension = z.infer<typeof editableDimensionSchema>;
export const editableTaxonomySchema = z.object({ dimensions: z.array(editableDimensionSchema) });
export type EditableTaxonomy = z.infer<typeof editableTaxonomySchema>;

export const storylineKinds = ["arc", "scenario", "edge_case"] as const;
export type StorylineKind = (typeof storylineKinds)[number];
const kindSchema = z.enum(storylineKinds);

const key = { key: arcSchema.shape.key.optional() };
/** Any of the three, by its kind; the key is made from the name where it is left out. */
export const storylineDraftSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("arc"), body: arcSchema.extend(key) }),
  z.object({ kind: z.literal("scenario"), body: scenarioSchema.extend(key) }),
  z.object({ kind: z.literal("edge_case"), body: edgeCaseSchema.extend(key) }),
]);
export type StorylineDraft = z.infer<typeof storylineDraftSchema>;

export const addStorylineInput = project.extend({ storyline: storylineDraftSchema });
export const storylinePlace = project.extend({ kind: kindSchema, key: z.string().max(80) });
export const updateStorylineInput = storylinePlace.extend({ storyline: storylineDraftSchema });
export const retireStorylineInput = storylinePlace.extend(retireInput.shape);
export const storylineKeyOutput = z.object({ key: z.string() });

/** What is the same of all three beside their bodies. */
const use = { retired: z.boolean(), planned: z.number().int() };
export const editableStorylinesSchema = z.object({
  arcs: z.array(arcSchema.extend(use)),
  scenarios: z.array(scenarioSchema.extend(use)),
  edgeCases: z.array(edgeCaseSchema.extend(use)),
});
export type EditableStorylines = z.infer<typeof editableStorylinesSchema>;

export const fileFormats = ["json", "csv"] as const;
export const exportTaxonomyInput = project.extend({ format: z.enum(fileFormats).default("json") });
export const taxonomyFileSchema = z.object({
  fileName: z.string(),
  mediaType: z.string(),
  content: z.string(),
});

export const importTaxonomyFileInput = project.extend({
  fileName: z.string().min(1).max(255),
  content: z.string(),
});
export const applyTaxonomyFileInput = importTaxonomyFileInput.extend({
  /** Of the preview that the person saw; when the taxonomy or the file is another by now, nothing is done. */
  previewHash: z.string().length(64),
});

/** One thing that an import would do, in the order of the file. */
export const taxonomyChangeSchema = z.object({
  dimension: z.string(),
  dimensionLabel: z.string(),
  /** Null: the dimension itself. */
  key: z.string().nullable(),
  label: z.string(),
  change: z.enum(["added", "changed", "unchanged"]),
  /** Names of the fields that change. */
  fields: z.array(z.string()),
});
export type TaxonomyChange = z.infer<typeof taxonomyChangeSchema>;

export const taxonomyImportPreviewSchema = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  changes: z.array(taxonomyChangeSchema),
  previewHash: z.string(),
});
export type TaxonomyImportPreview = z.infer<typeof taxonomyImportPreviewSchema>;

export const starterPackSchema = z.object({
  key: z.string(),
  label: z.string(),
  description: z.string(),
  counts: z.object({
    personas: z.number().int(),
    values: z.number().int(),
    arcs: z.number().int(),
    scenarios: z.number().int(),
    edgeCases: z.number().int(),
  }),
});
export type StarterPackSummary = z.infer<typeof starterPackSchema>;

/** Dimensions that documents can tell something about. */
export const suggestableDimensions = ["persona", "topic", "emotion", "intent"] as const;
export const suggestTaxonomyInput = project;
const suggestedValueSchema = z.object({
  dimension: z.enum(suggestableDimensions),
  label,
  description,
});
export const suggestionAnswerSchema = z.object({
  values: z.array(suggestedValueSchema).max(100, "At most 100 values are read."),
});
/** Values that a writer proposes; nothing of it is stored until a person takes it over. */
export const taxonomySuggestionSchema = z.object({
  writer: z.string(),
  /** Passages that were read, and how many the project has. */
  passages: z.number().int(),
  total: z.number().int(),
  values: z.array(suggestedValueSchema),
  /** Proposed, but in the project already. */
  known: z.number().int(),
});
export type TaxonomySuggestion = z.infer<typeof taxonomySuggestionSchema>;
