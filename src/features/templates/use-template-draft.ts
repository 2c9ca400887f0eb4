"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import type { TemplateDetail } from "#/core/templates/schema.ts";

const draftSchema = z.object({ body: z.string(), base: z.number().int() });
type Draft = z.infer<typeof draftSchema>;

const keyOf = (templateId: string) => `bright-template-draft-${templateId}`;

/**
 * The text being edited, kept in this browser until it is saved or discarded: a closed tab loses nothing.
 * `base` is the version that it was made from; another one may have come meanwhile.
 */
export function useTemplateDraft(template: TemplateDetail) {
  const newest = template.versions[0]?.number ?? 1;
  const [draft, setDraft] = useState<Draft | null>(() => readDraft(template.id));
  const isChanged = draft !== null && draft.body !== template.body;

  useEffect(() => {
    const key = keyOf(template.id);
    try {
      if (isChanged) localStorage.setItem(key, JSON.stringify(draft));
      else localStorage.removeItem(key);
    } catch {
      // A browser that keeps nothing: the text is still in the page.
    }
  }, [draft, isChanged, template.id]);

  return {
    body: isChanged ? draft.body : template.body,
    base: isChanged ? draft.base : newest,
    isChanged,
    /** Somebody saved a version since this text was begun. */
    isStale: isChanged && draft.base < newest,
    change: (body: string) => setDraft({ body, base: isChanged ? draft.base : newest }),
    discard: () => setDraft(null),
    /** Takes the newest version as the one that this text follows. */
    rebase: () => setDraft((current) => current && { ...current, base: newest }),
  };
}
export type TemplateDraft = ReturnType<typeof useTemplateDraft>;

function readDraft(templateId: string): Draft | null {
  try {
    const stored = localStorage.getItem(keyOf(templateId));
    const parsed = stored ? draftSchema.safeParse(JSON.parse(stored)) : null;
    return parsed?.success ? parsed.data : null;
  } catch {
    return null;
  }
}
