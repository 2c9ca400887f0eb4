import { useSyncExternalStore } from "react";
import type { Decision } from "#/core/review/schema.ts";

/** A decision of this visit that can still be taken back. */
export interface RecentDecision {
  projectId: string;
  decisionIds: string[];
  conversationId: string;
  reference: string;
  decision: Decision;
}

/** As many as a person can still have in mind. */
const KEPT = 10;

let recent: readonly RecentDecision[] = [];
const listeners = new Set<() => void>();

function change(next: readonly RecentDecision[]): void {
  recent = next;
  for (const listener of listeners) listener();
}

/** Newest first. It lives as long as the tab: pages come and go with each conversation. */
export function rememberDecision(decision: RecentDecision): void {
  change([decision, ...recent].slice(0, KEPT));
}

export function forgetDecision(decisionIds: string[]): void {
  change(recent.filter((each) => !each.decisionIds.some((id) => decisionIds.includes(id))));
}

export function latestDecision(projectId: string): RecentDecision | undefined {
  return recent.find((each) => each.projectId === projectId);
}

const none: readonly RecentDecision[] = [];

/** The decisions of this visit, newest first. */
export function useRecentDecisions(projectId: string): RecentDecision[] {
  const all = useSyncExternalStore(
    listenTo,
    () => recent,
    () => none,
  );
  return all.filter((each) => each.projectId === projectId);
}

function listenTo(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
