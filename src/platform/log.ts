import { type LoggerOptions, pino } from "pino";

/**
 * The logger of the web server and the worker: one JSON line per event to standard output, where
 * the supervisor picks it up. Secrets are blanked by key, at the top and two levels down.
 */
export const log = pino(logSettings());

/** How the logger is set up; a test gives it a stream of its own. */
export function logSettings(): LoggerOptions {
  const paths = ["authorization", "apiKey", "password", "token", "secret"].flatMap((key) => [
    key,
    `*.${key}`,
    `*.*.${key}`,
  ]);
  return { level: "info", base: undefined, redact: paths };
}
