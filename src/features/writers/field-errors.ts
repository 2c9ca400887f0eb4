import { plainError } from "#/api/client.ts";

/** A refused form: the sentence of each field that it has, and one for all the rest. */
export function fieldErrors(
  error: unknown,
  fields: readonly string[],
): { at: (field: string) => string | undefined; general: string | null } {
  if (!error) return { at: () => undefined, general: null };
  const plain = plainError(error);
  const known = plain.fields.filter(({ field }) => fields.includes(field));
  return {
    at: (field) => known.find((each) => each.field === field)?.message,
    general: known.length > 0 ? null : plain.message,
  };
}
