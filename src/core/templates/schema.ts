import { z } from "zod";
import { slugSchema, tierSchema } from "../taxonomy/schema.ts";

/** Characters of a template; about 15,000 tokens, more than any prompt can use. */
export const MAX_TEMPLATE_CHARACTERS = 60_000;

const moment = z.date();

/** One immutable version, without its text. */
export const templateVersionSchema = z.object({
  id: z.string(),
  number: z.number().int(),
  reason: z.string(),
  /** The number of the older version whose text this one brings back. */
  restoredFrom: z.number().int().nullable(),
  createdByName: z.string(),
  createdAt: moment,
  /** Conversations whose newest generated text it wrote. */
  conversations: z.number().int(),
});
export type TemplateVersion = z.infer<typeof templateVersionSchema>;

export const templateSchema = z.object({
  id: z.string(),
  projectId: z.string(),
  tier: tierSchema,
  /** Key of the arc that it is for; null: for all of its tier without a template of their own. */
  arc: z.string().nullable(),
  name: z.string(),
  retiredAt: moment.nullable(),
  /** Newest first; the first one is in use. Never empty. */
  versions: z.array(templateVersionSchema),
});
export type Template = z.infer<typeof templateSchema>;

export const templateDetailSchema = templateSchema.extend({
  /** Text of the newest version. */
  body: z.string(),
});
export type TemplateDetail = z.infer<typeof templateDetailSchema>;

export const templateVersionDetailSchema = templateVersionSchema.extend({
  templateId: z.string(),
  body: z.string(),
});
export type TemplateVersionDetail = z.infer<typeof templateVersionDetailSchema>;

/** A placeholder that a template may name, as its help shows it. */
export const variableSchema = z.object({
  name: z.string(),
  group: z.string(),
  type: z.string(),
  text: z.string(),
  example: z.string(),
  mayBeEmpty: z.boolean(),
  /** Without it an answer is likely to be refused. */
  isAdvised: z.boolean(),
});
export type Variable = z.infer<typeof variableSchema>;

/** Counted by the verb, which says how long it is; here only what no request should carry. */
const body = z.string();
const reason = z
  .string()
  .trim()
  .min(1, "Say in a few words why: it stands beside the version for good.")
  .max(500, "A reason has at most 500 characters.");
/** The version that the text was made from: when another one came meanwhile, nothing is saved. */
const baseNumber = z.number().int().min(1);

export const saveTemplateInput = z.object({ templateId: z.uuid(), body, reason, baseNumber });

export const restoreTemplateInput = z.object({
  templateId: z.uuid(),
  number: z.number().int().min(1),
  baseNumber,
});

export const addTemplateInput = z.object({
  projectId: z.uuid(),
  tier: tierSchema,
  arc: slugSchema,
  /** The tier's current text unless one is given. */
  body: body.optional(),
});

export const templateInput = z.object({ templateId: z.uuid() });
export const templateVersionInput = templateInput.extend({
  number: z.coerce.number().int().min(1),
});
