import { isLoopback } from "#/platform/env.ts";
import type { Settings } from "#/platform/supervisor-env.ts";
import { portFault } from "#/platform/db/embedded-port.ts";
import { StartError } from "#/platform/start-error.ts";

/** Whether other machines can reach the pages. */
export function isOpenToOthers(settings: Pick<Settings, "host">): boolean {
  return !isLoopback(settings.host);
}

/** Throws a `StartError` when the web server couldn't listen at its address. */
export async function refuseTakenPort(settings: Pick<Settings, "host" | "port">): Promise<void> {
  const fault = await portFault(settings.port, settings.host);
  const where = `port ${settings.port} on ${settings.host}`;
  if (fault === "") return;
  if (fault === "EADDRINUSE") {
    throw new StartError(
      `Another program already uses ${where}. Nothing was changed. Stop that program, or choose another port, for example: PORT=${settings.port === 65_535 ? 3000 : settings.port + 1} npm start`,
    );
  }
  if (fault === "EACCES") {
    throw new StartError(
      `This user may not listen on ${where}. Nothing was changed. Choose a port above 1023 in PORT and start again.`,
    );
  }
  throw new StartError(
    `This machine can't listen on ${where} (${fault}). Nothing was changed. Set HOST to an address of this machine, such as 127.0.0.1, and start again.`,
  );
}

/**
 * Resolves when the first page answers without a server error. Throws what `failure` gives as soon
 * as it gives something, and ends quietly when `signal` is aborted.
 */
export async function waitForFirstPage(options: {
  address: string;
  signal: AbortSignal;
  failure: () => StartError | undefined;
  onSlow: (lastAnswer: string) => void;
}): Promise<void> {
  const startedAt = performance.now();
  let told = false;
  let lastAnswer = "it doesn't answer yet";
  while (!options.signal.aborted) {
    const failure = options.failure();
    if (failure) throw failure;
    try {
      const response = await fetch(options.address, {
        signal: AbortSignal.any([options.signal, AbortSignal.timeout(60_000)]),
      });
      await response.arrayBuffer();
      if (response.status < 500) return;
      lastAnswer = `it answers with the error ${response.status}`;
    } catch {
      // Not listening yet.
    }
    if (!told && performance.now() - startedAt > 30_000) {
      told = true;
      options.onSlow(lastAnswer);
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
