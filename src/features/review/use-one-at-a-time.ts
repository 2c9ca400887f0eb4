"use client";

import { useRef, useState } from "react";
import { plainError } from "#/api/client.ts";
import { toastFailed } from "#/ui/toast.ts";

/**
 * Runs one piece of work at a time: a second key press must not decide twice, also before the first
 * has been painted; whoever pressed is told. A refusal because something changed meanwhile (409) stays
 * on the page. `run` tells whether the work was done; until then the caller keeps what was typed.
 */
export function useOneAtATime<Name extends string>(onConflict: () => void) {
  const [busy, setBusy] = useState<Name | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isBusy = useRef(false);

  const run = async (name: Name, work: () => Promise<boolean>): Promise<boolean> => {
    if (isBusy.current) {
      toastFailed(
        "The decision before is still being stored, so this one was not taken. Press again in a moment.",
      );
      return false;
    }
    isBusy.current = true;
    setBusy(name);
    setRefusal(null);
    try {
      return await work();
    } catch (error) {
      const { message, status } = plainError(error);
      if (status === 409) {
        setRefusal(message);
        onConflict();
      } else toastFailed(message);
      return false;
    } finally {
      isBusy.current = false;
      setBusy(null);
    }
  };
  return { busy, refusal, run };
}
