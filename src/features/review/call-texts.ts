import { z } from "zod";

const requestSchema = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
});
const responseSchema = z.object({
  text: z.string().optional(),
  stopReason: z.string().optional(),
  partial: z.object({ text: z.string() }).nullish(),
});

/** The messages of a recorded request; none where it has another shape. */
export function readRequest(request: unknown): z.infer<typeof requestSchema> {
  return requestSchema.safeParse(request).data ?? { messages: [] };
}

const stops: Record<string, string> = {
  end: "complete",
  max_tokens: "cut off at the greatest length",
  refusal: "the writer refused",
  context_exceeded: "the prompt was too long",
  other: "ended for another reason",
};

/** The text of a recorded answer and how it ended; what had arrived, where it broke. */
export function readResponse(response: unknown): {
  text: string | null;
  stopReason: string | null;
} {
  const read = responseSchema.safeParse(response).data;
  if (!read) return { text: null, stopReason: null };
  if (read.text === undefined) {
    return { text: read.partial?.text || null, stopReason: read.partial ? "broken off" : null };
  }
  const { stopReason } = read;
  return {
    text: read.text,
    stopReason: stopReason === undefined ? null : (stops[stopReason] ?? stopReason),
  };
}
