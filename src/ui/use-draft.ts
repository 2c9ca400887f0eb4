"use client";

import { useLocalStorage } from "@mantine/hooks";

/**
 * What is typed and not saved yet, kept in this browser: a reload, a way back or a closed tab loses
 * nothing. Without a draft the saved value shows.
 */
export function useDraft<T>(key: string, saved: T) {
  const [draft, setDraft, forget] = useLocalStorage<T | null>({
    key: `bright-draft-${key}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const value = draft ?? saved;
  return {
    value,
    isChanged: draft !== null && JSON.stringify(draft) !== JSON.stringify(saved),
    change: (next: T) => setDraft(next),
    forget,
  };
}
