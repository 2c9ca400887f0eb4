/** Letters, digits and hyphens for a file name: "Frau Müller & Co." -> "frau-muller-co". May be empty. */
export function slugOfText(text: string, maxLength = 60): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, maxLength)
    .replaceAll(/^-+|-+$/g, "");
}
