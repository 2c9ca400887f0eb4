/**
 * The states of a batch that hasn't ended. "paused": nothing is sent until a person, or the time it names,
 * lets it go on; what was under way is finished. "cancelling": it was stopped, and what was under way is
 * being finished; nothing of it is sent any more that wasn't under way then.
 */
export const openBatchStates = ["running", "paused", "cancelling"] as const;

/** Whether something of the batch may still be under way, or goes on later. */
export function isOpenBatch(state: string | undefined): boolean {
  return openBatchStates.some((open) => open === state);
}
