import { z } from "zod";

const lineSchema = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
});
export type SampleMessage = z.infer<typeof lineSchema>["messages"][number];

/** The messages that a line of the file holds, or undefined for a line of another shape. */
export function messagesOfLine(line: string): SampleMessage[] | undefined {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data.messages : undefined;
  } catch {
    return undefined;
  }
}

const roles: Record<string, string> = {
  system: "System prompt",
  user: "Client",
  assistant: "Adviser",
};

/** A role of the file as a word; one that isn't known stays as it stands there. */
export function roleInWords(role: string): string {
  return roles[role] ?? role;
}
