"use client";

import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { endedSince } from "./done-notice.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { outcomeLine } from "#/features/generation/batch-lines.ts";

/** Whether this browser was asked to tell when a run ends; remembered, and never asked for by itself. */
export function useNoticeWish() {
  const [wanted, setWanted] = useLocalStorage({
    key: "bright-tell-when-done",
    defaultValue: false,
  });
  const ask = async (): Promise<"granted" | "denied" | "unknown"> => {
    if (!("Notification" in globalThis)) return "unknown";
    const answer = await Notification.requestPermission();
    if (answer === "granted") setWanted(true);
    return answer === "default" ? "unknown" : answer;
  };
  return {
    wanted,
    /** Where the browser can't or was told never to, nothing is offered. */
    isOffered: "Notification" in globalThis && Notification.permission !== "denied" && !wanted,
    ask,
    forget: () => setWanted(false),
  };
}

/** Tells by the browser how a run ended, when nobody looks at the page. */
export function useDoneNotice(batches: readonly BatchProgress[], wanted: boolean): void {
  const underWay = useRef(new Set<string>());
  useEffect(() => {
    const ended = endedSince(underWay.current, batches);
    for (const { id } of ended) underWay.current.delete(id);
    for (const { id, state } of batches) {
      if (state === "running" || state === "paused") underWay.current.add(id);
    }
    if (!wanted || !document.hidden) return;
    if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
    for (const batch of ended) {
      const notice = new Notification(`Run ${batch.number} has ended`, {
        body: outcomeLine(batch),
        tag: batch.id,
      });
      notice.addEventListener("click", () => {
        globalThis.focus();
        notice.close();
      });
    }
  }, [batches, wanted]);
}
