import { z } from "zod";
import { starterPackKeys } from "../projects/schema.ts";

/** Dimensions of the starter content of which values may be left out. */
export const choosableDimensions = ["persona", "emotion", "topic"] as const;
export type ChoosableDimension = (typeof choosableDimensions)[number];

const keys = z.array(z.string().max(80)).max(200).default([]);
const own = (what: string) =>
  z.object({
    label: z
      .string()
      .trim()
      .min(1, `Give the ${what} a name.`)
      .max(120, `The name of a ${what} has at most 120 characters.`),
    description: z.string().trim().max(2000, "At most 2,000 characters.").default(""),
  });

/** Who the customers are: a starter pack without some values, or personas and topics of one's own. */
export const taxonomyChoiceSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("starter"),
    pack: z.enum(starterPackKeys).default("starter"),
    leaveOut: z.object({ persona: keys, emotion: keys, topic: keys }).prefault({}),
  }),
  z.object({
    kind: z.literal("own"),
    personas: z
      .array(own("kind of customer"))
      .min(1, "Enter at least one kind of customer.")
      .max(50, "At most 50 kinds of customers."),
    topics: z
      .array(own("topic"))
      .min(1, "Enter at least one topic.")
      .max(100, "At most 100 topics."),
  }),
]);
export type TaxonomyChoice = z.infer<typeof taxonomyChoiceSchema>;

export const chooseTaxonomyInput = z.object({
  projectId: z.uuid(),
  choice: taxonomyChoiceSchema,
});
