/**
 * A word: letters and digits, held together by apostrophes and hyphens ("don't", "20-150", "well-known"),
 * by points, commas, colons and slashes between digits ("$1,200", "9:15", "1/2"), and letters with
 * points between ("U.S."). Dashes and slashes between letters part words.
 */
const word =
  /\p{L}(?:\.\p{L})+(?!\p{L})|[\p{L}\p{N}\p{M}]+(?:(?:['’‘ʼ\-‐‑]|(?<=\p{N})[.,:/](?=\p{N}))[\p{L}\p{N}\p{M}]+)*/gu;

/** Scripts that are written without spaces: their words are found by the runtime's dictionary. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

let segmenter: Intl.Segmenter | undefined;

/** The words of a text in their order, as they stand in it. */
export function wordsOf(text: string): string[] {
  const found = text.match(word) ?? [];
  if (!unspaced.test(text)) return found;
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "word" });
  const dictionary = segmenter;
  return found.flatMap((run) =>
    unspaced.test(run)
      ? [...dictionary.segment(run)].filter((part) => part.isWordLike).map((part) => part.segment)
      : [run],
  );
}

/** How many words a text has, in any language. Punctuation alone is no word. */
export function countWords(text: string): number {
  return wordsOf(text).length;
}
