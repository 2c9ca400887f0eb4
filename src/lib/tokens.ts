/**
 * Estimated tokens of a text: one for four ASCII characters, one for two letters of other alphabets,
 * one for each character of other scripts and for each emoji. An estimate for sizing prompts and
 * chunks, within about a quarter of what vendors count for English prose; never a bill.
 */
export function estimateTokens(text: string): number {
  let quarters = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    quarters += code < 0x80 ? 1 : code < 0x0700 || (code >= 0x2000 && code < 0x2070) ? 2 : 4;
  }
  return Math.ceil(quarters / 4);
}
