/**
 * Flags of Node for the worker. It needs no more for ten thousand conversations than for one, but V8 puts
 * off its collection while memory is free: unbounded it grew past 400 MB over 3,000 conversations of a
 * writer that answers at once, under a bound of 128 MB it stayed at 193 MB in all.
 */
export const workerMemory = ["--max-old-space-size=224", "--max-semi-space-size=16"];
