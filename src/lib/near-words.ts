/** The words nearest to what was typed, the nearest first; none that has little to do with it. */
export function nearWords(typed: string, words: readonly string[], most = 3): string[] {
  const wanted = typed.toLowerCase();
  return words
    .map((word) => ({ word, distance: distanceOf(wanted, word.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, wanted.length * 0.4))
    .sort((left, right) => left.distance - right.distance)
    .slice(0, most)
    .map(({ word }) => word);
}

/** Letters to add, drop or change (Levenshtein's distance); 1 for a word that holds what was typed. */
function distanceOf(typed: string, word: string): number {
  if (typed.length >= 3 && word.includes(typed)) return 1;
  let row = Array.from({ length: word.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...typed].entries()) {
    const next = [line + 1];
    for (let column = 1; column <= word.length; column += 1) {
      const changed = (row[column - 1] ?? 0) + (word[column - 1] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[word.length] ?? 0;
}
