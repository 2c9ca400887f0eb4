/** As much of a stored decision as is needed to tell which one holds. */
export interface PastDecision {
  id: string;
  decision: string;
}

/**
 * The newest decision that wasn't undone; each "undo" takes back the newest one that stood before it.
 * @param past decisions of one conversation, the oldest first.
 */
export function standingDecision<T extends PastDecision>(past: readonly T[]): T | undefined {
  const standing: T[] = [];
  for (const one of past) {
    if (one.decision === "undo") standing.pop();
    else standing.push(one);
  }
  return standing.at(-1);
}
