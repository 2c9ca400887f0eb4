import type { z } from "zod";
import { changeProject, hashOf } from "./change-project.ts";
import { type Project, saveVoiceInput, type Voice } from "./schema.ts";
import type { Context } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { storableJson } from "#/lib/storable-text.ts";

/**
 * Stores how the business speaks. It goes into every prompt from the next one on; texts that are written
 * stay as they are. The record holds which fields changed and the hash of both voices.
 * @throws invalid_input naming the field as "voice.tone" or "voice.principles.2", not_found
 */
export async function saveVoice({
  ctx,
  input,
}: {
  ctx: Context;
  input: z.input<typeof saveVoiceInput>;
}): Promise<Project> {
  const { projectId, voice } = storableJson(parseInput(saveVoiceInput, input));
  return changeProject(ctx, projectId, (before) => {
    const hashBefore = hashOf(before.voice);
    const hashAfter = hashOf(voice);
    if (hashBefore === hashAfter) return null;
    return {
      set: { voice },
      audit: {
        action: "voice.changed",
        hashBefore,
        hashAfter,
        details: { changed: changedFields(before.voice, voice) },
      },
    };
  });
}

function changedFields(before: Voice, after: Voice): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Voice>;
  return [...names].filter((name) => hashOf(before[name] ?? "") !== hashOf(after[name] ?? ""));
}
