"use client";

import { useState } from "react";
import { plainError } from "#/api/client.ts";

/** Saving a form: busy, what was refused at which field, and what belongs to none of them. */
export function useSaving(shownFields: (field: string) => boolean = () => true) {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<{ field: string; message: string }[]>([]);
  const [general, setGeneral] = useState<string | null>(null);

  const save = async (work: () => Promise<void>) => {
    setBusy(true);
    setErrors([]);
    setGeneral(null);
    try {
      await work();
    } catch (error) {
      const { fields, message } = plainError(error);
      const named = fields.map((each) => ({
        ...each,
        field: each.field.replace(/^storyline\.body\./, ""),
      }));
      setErrors(named);
      if (named.length === 0 || named.some(({ field }) => !shownFields(field))) setGeneral(message);
    } finally {
      setBusy(false);
    }
  };
  /** The message of a field or of something inside it ("start" finds "start.intensity.0"). */
  const errorAt = (name: string): string | undefined =>
    errors.find(({ field }) => field === name || field.startsWith(`${name}.`))?.message;

  return { busy, general, save, errorAt };
}
export type Saving = ReturnType<typeof useSaving>;
