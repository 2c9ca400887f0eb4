/** A LIKE pattern that finds `text` anywhere, with its own %, _ and backslash taken literally. */
export function containsPattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
