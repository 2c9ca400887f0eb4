/**
 * The states of a batch. "cancelling": it was stopped, and what was under way is being finished; nothing
 * of it is sent any more that wasn't under way then.
 */
export const openBatchStates = ["running", "cancelling"] as const;

/** Whether something of the batch may still be under way. To people both are "running". */
export function isOpenBatch(state: string | undefined): boolean {
  return state === "running" || state === "cancelling";
}
