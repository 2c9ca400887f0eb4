import type { z } from "zod";
import { voiceValues } from "./prompt-values.ts";
import { systemPromptOf } from "./system-prompt.ts";
import { previewVoiceInput, type VoicePreview } from "./voice-schema.ts";
import { authorise, type Context, inTransaction } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { getProject } from "../projects/get-project.ts";
import { isVoiceEmpty } from "../projects/schema.ts";
import { fillTemplate, placeholdersOf } from "../templates/fill-template.ts";
import { getCurrentTemplate } from "../templates/get-current-template.ts";
import { templateVariables, type TemplateVariable } from "../templates/variables.ts";

/**
 * What a writer would be told of a voice, before it is stored: the system prompt, and the parts of the
 * tier's current template that name it.
 * @throws invalid_input, not_found, conflict without a template
 */
export async function previewVoice({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof previewVoiceInput>;
}): Promise<VoicePreview> {
  authorise(ctx, "read");
  const { projectId, voice, tier } = parseInput(previewVoiceInput, input);
  const { id } = await getProject({ ctx, input: { projectId } });
  const { body } = await inTransaction(ctx, (tx, ctx) =>
    getCurrentTemplate(tx, ctx, { projectId: id, tier }),
  );
  const others = Object.fromEntries(Object.keys(templateVariables).map((name) => [name, "…"]));
  const values: Partial<Record<TemplateVariable, string>> = { ...others, ...voiceValues(voice) };
  return {
    systemPrompt: systemPromptOf(voice),
    promptParts: body
      .split(/\n{2,}/)
      .filter((part) => placeholdersOf(part).some(saysHowItSounds))
      .map((part) => fillTemplate(part, values).trim()),
    isEmpty: isVoiceEmpty(voice),
  };
}

/** A name alone stands in many sentences that say nothing of the voice. */
function saysHowItSounds(name: string): boolean {
  return name.startsWith("voice_") && name !== "voice_name";
}
