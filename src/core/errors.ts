/** The closed set of reasons for which a verb may refuse. Each edge maps every one of them. */
export type ErrorCode =
  | "invalid_input"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "unavailable";

/** A field that was wrong: its path as typed in the form or call ("voice.name"), and why. */
export interface FieldError {
  field: string;
  message: string;
}

/**
 * An error that a person may read: its message says what happened, what was kept and what to do next.
 * Everything that is not a BrightError stays inside and is shown as one neutral sentence.
 */
export class BrightError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];

  constructor(code: ErrorCode, message: string, fields: FieldError[] = []) {
    super(message);
    this.name = "BrightError";
    this.code = code;
    this.fields = fields;
  }
}

/** The answer for ids that do not exist and for those of another workspace: the two look alike. */
export function notFound(what: string): BrightError {
  return new BrightError(
    "not_found",
    `This ${what} doesn't exist, or you have no access to it. Nothing was changed; go back to the list and open it from there.`,
  );
}

/** Refuses one field of the input. */
export function invalidField(field: string, message: string): BrightError {
  return new BrightError("invalid_input", message, [{ field, message }]);
}
