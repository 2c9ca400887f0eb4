import { z } from "zod";
import { enteredVoiceSchema } from "../projects/schema.ts";
import { tierSchema } from "../taxonomy/schema.ts";

export const previewVoiceInput = z.object({
  projectId: z.uuid(),
  voice: enteredVoiceSchema,
  tier: tierSchema.default("template"),
});

/** What a writer is told of a voice, word for word. */
export const voicePreviewSchema = z.object({
  /** Goes before every conversation, and into the training file. */
  systemPrompt: z.string(),
  /** The parts of the prompt template that speak of the voice, filled; what else stands there is "…". */
  promptParts: z.array(z.string()),
  /** Nothing that says how the business sounds: answers will sound like nobody. */
  isEmpty: z.boolean(),
});
export type VoicePreview = z.infer<typeof voicePreviewSchema>;
