/**
 * A reason why Bright Run can't start or go on, told to a person: the message is whole plain
 * sentences (what happened, what was kept, what to do next), printed without a stack.
 */
export class StartError extends Error {
  override name = "StartError";
}

const fileFaults: Record<string, string> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "it is on a read-only disk",
  EACCES: "this user has no right to it",
  EPERM: "this user has no right to it",
  ENOTDIR: "a part of that path is a file, not a folder",
  ENOENT: "it does not exist",
  EMFILE: "too many files are open",
  EIO: "the disk reports an error",
};

/**
 * Says in words why a file operation failed, for the middle of a sentence ("the disk is full").
 * An error without a known code gives its own message.
 */
export function fileFault(error: unknown): string {
  const code = errorCode(error);
  return fileFaults[code] ?? (error instanceof Error ? error.message : String(error));
}

/** The `code` of a system or Postgres error ("ENOENT", "28P01"), or an empty text. */
export function errorCode(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}
