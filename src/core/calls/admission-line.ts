/** What a try brought: a place, or why and for how long not. */
export type Try<T> =
  | { isDone: true; value: T }
  /** `blocks`: whoever stands behind would meet the same; false: others may go meanwhile. */
  | { isDone: false; waitSeconds: number | null; blocks: boolean };

interface Waiter {
  isUrgent: boolean;
  attempt: () => Promise<boolean>;
  /** Of the last attempt. */
  blocks: boolean;
  waitMs: number;
  isAsking: boolean;
  /** Ends when it no longer waits. */
  over: AbortSignal;
}

/** Those of this process who wait for one bucket, in the order of their coming; urgent ones first. */
export interface AdmissionLine {
  /** Tries until it is done; only who stands first asks the database. Rejects when the signal ends it. */
  stand: <T>(
    attempt: () => Promise<Try<T>>,
    options: { isUrgent: boolean; signal: AbortSignal },
  ) => Promise<T>;
  /** Something was given back: who stands first looks again. */
  wake: () => void;
  readonly length: number;
}

/**
 * @param pollSeconds after which it looks again without being woken.
 * @param onWait called whenever somebody has to wait.
 */
export function createAdmissionLine(pollSeconds: number, onWait: () => void): AdmissionLine {
  const waiting: Waiter[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isTrying = false;
  let isWoken = false;

  const leave = (waiter: Waiter) => {
    const place = waiting.indexOf(waiter);
    if (place >= 0) waiting.splice(place, 1);
  };

  const tryAll = async () => {
    if (isTrying) {
      isWoken = true;
      return;
    }
    isTrying = true;
    clearTimeout(timer);
    do {
      isWoken = false;
      const tried = new Set<Waiter>();
      for (;;) {
        const next = waiting.find((waiter) => !tried.has(waiter));
        if (!next) break;
        tried.add(next);
        if (await next.attempt()) leave(next);
        else if (next.blocks) break;
      }
    } while (isWoken);
    isTrying = false;
    const [first] = waiting;
    if (!first) return;
    onWait();
    const pauseMs = Math.min(first.waitMs, pollSeconds * 1_000);
    timer = setTimeout(() => void tryAll(), Math.max(5, pauseMs));
  };

  return {
    get length() {
      return waiting.length;
    },
    wake: () => {
      if (waiting.length > 0) void tryAll();
    },
    stand: (attempt, { isUrgent, signal }) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const waiter = createWaiter({ attempt, isUrgent, signal, pollSeconds, resolve, reject });
        signal.addEventListener(
          "abort",
          () => {
            // While it asks, its attempt ends it.
            if (waiter.isAsking) return;
            leave(waiter);
            reject(signal.reason);
            void tryAll();
          },
          { once: true, signal: waiter.over },
        );
        const place = isUrgent ? waiting.findIndex((other) => !other.isUrgent) : -1;
        if (place < 0) waiting.push(waiter);
        else waiting.splice(place, 0, waiter);
        const before = waiting.slice(0, waiting.indexOf(waiter));
        if (isTrying || before.every(({ blocks }) => !blocks)) void tryAll();
      }),
  };
}

function createWaiter<T>({
  attempt,
  isUrgent,
  signal,
  pollSeconds,
  resolve,
  reject,
}: {
  attempt: () => Promise<Try<T>>;
  isUrgent: boolean;
  signal: AbortSignal;
  pollSeconds: number;
  resolve: (value: T) => void;
  reject: (reason: unknown) => void;
}): Waiter {
  const over = new AbortController();
  const waiter: Waiter = {
    isUrgent,
    blocks: true,
    waitMs: 0,
    isAsking: false,
    over: over.signal,
    attempt: async () => {
      if (signal.aborted) return true;
      waiter.isAsking = true;
      try {
        const tried = await attempt();
        // A place that was got after the end is the caller's to give back.
        if (tried.isDone) resolve(tried.value);
        else if (signal.aborted) reject(signal.reason);
        else {
          waiter.blocks = tried.blocks;
          waiter.waitMs = (tried.waitSeconds ?? pollSeconds) * 1_000;
          return false;
        }
      } catch (error) {
        reject(error);
      } finally {
        waiter.isAsking = false;
      }
      over.abort();
      return true;
    },
  };
  return waiter;
}
