import { z } from "zod";

/** What a model is asked for: writing conversations, suggesting taxonomy values, judging texts. */
export const writerTasks = ["write", "suggest", "judge"] as const;
export type WriterTask = (typeof writerTasks)[number];

/** One model of one provider: "practice", or a connection's id. */
export const writerNameSchema = z.object({
  provider: z.string().min(1).max(100),
  model: z.string().min(1).max(200),
});
export type WriterName = z.infer<typeof writerNameSchema>;
