import { pino } from "pino";

const secretKeys = ["authorization", "apiKey", "password", "token", "secret"];

/**
 * The logger of the web server and the worker: one JSON line per event to standard output, where
 * the supervisor picks it up. Secrets are blanked by key, at the top and two levels down.
 */
export const log = pino({
  level: "info",
  base: undefined,
  redact: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
});
