"use client";

import { useEffect, useEffectEvent } from "react";
import { actionOfKey, type ReviewAction, surroundingsOf } from "./review-keys.ts";

/** Listens for the keys of the review as long as the page is open. */
export function useReviewKeys(act: (action: ReviewAction) => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const action = actionOfKey(event, surroundingsOf(event.target, document));
    if (!action) return;
    event.preventDefault();
    act(action);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
