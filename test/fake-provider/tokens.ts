/** Tokens of a text as the fake counts them: characters / 4, rounded up. */
export function countTokens(text: string): number {
  return tokensOf(text.length);
}

export function tokensOf(characters: number): number {
  return Math.ceil(characters / 4);
}
