import { z } from "zod";
import { voiceSchema } from "../projects/schema.ts";

const fields = voiceSchema.keyof();

/** What the seeds say of the business's voice: proposals, each to be taken or left. */
export const voiceProposalsSchema = z.object({
  /** How many seeds were read. */
  seeds: z.number().int(),
  proposals: z.array(
    z.object({
      field: fields,
      /** One text for a text, lines for a list; years as digits. */
      lines: z.array(z.string()),
      /** Where it comes from, as a sentence for a person. */
      from: z.string(),
    }),
  ),
});
export type VoiceProposals = z.infer<typeof voiceProposalsSchema>;
export type VoiceProposal = VoiceProposals["proposals"][number];
