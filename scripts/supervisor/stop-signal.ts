/** The wish of a person or the system that we stop. */
export type StopSignal = {
  /** Aborted at the first Ctrl+C, SIGTERM or closed terminal. */
  signal: AbortSignal;
  /** Resolves at the first. */
  asked: Promise<void>;
  /** Calls back at a second one, which means: at once. */
  onForce: (force: () => void) => void;
};

/** npm passes a Ctrl+C on that the terminal has sent us already: one press arrives twice. */
const samePress = 700;

/** Listens for the signals that end a program. */
export function listenForStop(): StopSignal {
  const controller = new AbortController();
  let firstAt = 0;
  let force: () => void = () => undefined;
  const onSignal = () => {
    if (!controller.signal.aborted) {
      firstAt = performance.now();
      controller.abort();
    } else if (performance.now() - firstAt > samePress) {
      force();
    }
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  const asked = new Promise<void>((resolve) => {
    controller.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  return { signal: controller.signal, asked, onForce: (callback) => void (force = callback) };
}
