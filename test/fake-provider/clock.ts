/** Seconds of the scenario since the start, and waits in them. */
export interface Clock {
  /** Seconds of the scenario since the fake started. */
  now(): number;
  /** From now on a second of the scenario takes so many real ones; waits under way keep theirs. */
  setScale(scale: number): void;
  /** Real milliseconds of so many seconds of the scenario. */
  milliseconds(seconds: number): number;
  /** Waits seconds of the scenario; ends early, with false, when the signal is aborted. */
  wait(seconds: number, signal: AbortSignal): Promise<boolean>;
  /** The moment as the wall shows it: real, or as far from the start as the scenario is. */
  date(seconds: number, which: "real" | "scenario"): Date;
}

const LONGEST_TIMER = 2 ** 31 - 1;
const LATEST_DATE = Date.UTC(9999, 11, 31);

/** @param scale real seconds for one second of the scenario. */
export function createClock(scale: number): Clock {
  const startedAt = Date.now();
  let mark = performance.now();
  let passed = 0;
  let current = scale;
  const now = () => passed + (performance.now() - mark) / 1_000 / current;
  const milliseconds = (seconds: number) => seconds * current * 1_000;
  return {
    now,
    setScale: (next) => {
      passed = now();
      mark = performance.now();
      current = next;
    },
    milliseconds,
    wait: (seconds, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(false);
        const real = milliseconds(seconds);
        if (real <= 0) return resolve(true);
        const gone = () => {
          clearTimeout(timer);
          resolve(false);
        };
        const done = () => {
          signal.removeEventListener("abort", gone);
          resolve(true);
        };
        const timer = setTimeout(done, Math.min(real, LONGEST_TIMER));
        signal.addEventListener("abort", gone, { once: true });
      }),
    date: (seconds, which) => {
      const time =
        which === "real" ? Date.now() + milliseconds(seconds - now()) : startedAt + seconds * 1_000;
      return new Date(Math.min(LATEST_DATE, time));
    },
  };
}
