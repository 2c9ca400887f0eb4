"use client";

import { useRef, useState } from "react";
import { plainError } from "#/api/client.ts";
import { toastFailed } from "#/ui/toast.ts";

/**
 * Runs one piece of work at a time: a second key press must not decide twice, also before the first
 * has been painted. A refusal because something changed meanwhile (409) stays on the page.
 */
export function useOneAtATime<Name extends string>(onConflict: () => void) {
  const [busy, setBusy] = useState<Name | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isBusy = useRef(false);

  const run = async (name: Name, work: () => Promise<void>) => {
    if (isBusy.current) return;
    isBusy.current = true;
    setBusy(name);
    setRefusal(null);
    try {
      await work();
    } catch (error) {
      const { message, status } = plainError(error);
      if (status === 409) {
        setRefusal(message);
        onConflict();
      } else toastFailed(message);
    } finally {
      isBusy.current = false;
      setBusy(null);
    }
  };
  return { busy, refusal, run };
}
