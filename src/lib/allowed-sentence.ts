/** "The allowed ones are: a, b and 3 more." At most twelve are named. */
export function allowedSentence(allowed: readonly string[]): string {
  if (allowed.length === 0) return "It has no values yet.";
  const more = allowed.length > 12 ? ` and ${allowed.length - 12} more` : "";
  return `The allowed ones are: ${allowed.slice(0, 12).join(", ")}${more}.`;
}
