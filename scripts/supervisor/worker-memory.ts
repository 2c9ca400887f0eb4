/**
 * Flags of Node for the worker. It needs no more for ten thousand conversations than for one, but V8 puts
 * off its collection while memory is free: unbounded it grew past 400 MB over 3,000 conversations of a
 * writer that answers at once; so bounded it stayed below 230 MB in all over 10,000.
 */
export const workerMemory = ["--max-old-space-size=224", "--max-semi-space-size=16"];
