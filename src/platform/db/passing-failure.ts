import { errorCode } from "#/platform/start-error.ts";

/**
 * SQLSTATEs that say nothing about the statement: connection (08), out of resources, a full disk among them
 * (53), a server that stops or starts (57P), the system's own fault such as a failing disk (58), a server that
 * is recovering, and a transaction that stood still for so long that it was ended, as this machine or the line
 * was frozen (25P03). PostgreSQL documentation, appendix A.
 */
const away = /^(08|53|58)...$|^57P..$|^25006$|^25P03$/;
/** Of two transactions that met, this one was rolled back: the database is at work. */
const rolledBack = /^40...$/;
const connection = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "ENOENT",
]);

/**
 * Whether a statement failed because the database is away, or takes nothing for the moment (restart, full
 * disk), or because others were in its way, so that the same statement may succeed later.
 */
export function isPassingFailure(error: unknown): boolean {
  return isDatabaseAway(error) || causes(error).some((each) => rolledBack.test(errorCode(each)));
}

/** Of those the ones that others meet at the same time: nobody can tell the database anything. */
export function isDatabaseAway(error: unknown): boolean {
  return causes(error).some((each) => {
    const code = errorCode(each);
    if (away.test(code) || connection.has(code)) return true;
    // What `pg` says without a code: the connection broke, nothing came, or none was free in time.
    return (
      code === "" &&
      /connection terminated|timeout exceeded|not queryable|query read timeout/i.test(each.message)
    );
  });
}

/** Whether a statement brought no answer at all, neither a result nor an error. */
export function isSilence(error: unknown): boolean {
  return error instanceof Error && error.message === "Query read timeout";
}

function causes(error: unknown): Error[] {
  const all: Error[] = [];
  for (let inner = error; inner instanceof Error; inner = inner.cause) all.push(inner);
  return all;
}
