"use client";

import { useDocumentVisibility } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { useDoneNotice, useNoticeWish } from "./use-done-notice.ts";
import { api, client } from "#/api/client.ts";
import type { BatchProgress, ProgressEvent } from "#/core/generation/schema.ts";

interface Progress {
  batches: BatchProgress[];
  /** The stream broke and is being opened again. */
  reconnecting: boolean;
}

const ProgressContext = createContext<Progress>({ batches: [], reconnecting: false });

/** Running batches of the project, and those that ended a moment ago; live. */
export function useProgress(): Progress {
  return useContext(ProgressContext);
}

/**
 * One event stream a tab, closed while the tab is hidden and nobody asked to be told of a run's end
 * (browsers allow six connections a host).
 * Each change makes the pages read again what they show.
 */
export function ProgressProvider({
  projectId,
  children,
}: {
  projectId: string;
  children: ReactNode;
}) {
  const [batches, setBatches] = useState<BatchProgress[]>([]);
  const [reconnecting, setReconnecting] = useState(false);
  const hidden = useDocumentVisibility() === "hidden";
  const { wanted } = useNoticeWish();
  useDoneNotice(batches, wanted);
  // Whoever asked to be told of the end is told of it in a hidden tab too.
  const listening = !hidden || (wanted && batches.some(({ state }) => state === "running"));
  const queryClient = useQueryClient();
  const revision = useRef<number | null>(null);

  useEffect(() => {
    if (!listening) return;
    const controller = new AbortController();
    const take = (event: ProgressEvent) => {
      setReconnecting(false);
      setBatches(event.batches);
      if (revision.current === event.revision) return;
      const first = revision.current === null;
      revision.current = event.revision;
      if (first) return;
      for (const key of [
        api.conversations.key(),
        api.projects.overview.key(),
        api.projects.coverage.key(),
        api.generation.key(),
        api.calls.key(),
      ]) {
        void queryClient.invalidateQueries({ queryKey: key });
      }
    };
    void follow(projectId, controller.signal, take, () => setReconnecting(true));
    return () => controller.abort();
  }, [listening, projectId, queryClient]);

  return <ProgressContext value={{ batches, reconnecting }}>{children}</ProgressContext>;
}

/** Reads the stream until aborted; a broken one is opened again after 1, 2, 4 ... 15 seconds. */
async function follow(
  projectId: string,
  signal: AbortSignal,
  take: (event: ProgressEvent) => void,
  broke: () => void,
): Promise<void> {
  let wait = 1_000;
  while (!signal.aborted) {
    try {
      for await (const event of await client.generation.watch({ projectId }, { signal })) {
        wait = 1_000;
        take(event);
      }
    } catch {
      if (signal.aborted) return;
      broke();
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, 15_000);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
