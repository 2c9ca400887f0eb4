import { z } from "zod";
import { emotionsSchema, roleOfMessageSchema } from "./schema.ts";
import { labelsSchema } from "../taxonomy/schema.ts";

/** A seed conversation after reading, whatever shape its file had. */
export const seedConversationSchema = z.object({
  sourceKey: z.string().min(1),
  title: z.string().min(1),
  labels: labelsSchema,
  systemPrompt: z.string(),
  messages: z
    .array(
      z.object({
        role: roleOfMessageSchema,
        content: z.string(),
        emotions: emotionsSchema.nullable(),
      }),
    )
    .min(2),
  /** What else the file said of it: persona, background, arc, quality, kept as it was. */
  background: z.record(z.string(), z.unknown()),
});
export type SeedConversation = z.infer<typeof seedConversationSchema>;
