const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text can be an id: Postgres refuses a comparison with anything else. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}
