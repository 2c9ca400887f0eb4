/** A conversation that shows the voice: the texts in turn, the client's first. */
export interface PromptExample {
  conversationId: string;
  texts: string[];
}

/** Characters of one example; about 1,300 tokens. */
export const EXAMPLE_CHARACTERS = 5_000;

/**
 * Examples as they stand in a prompt: the words of client and answer alone, each conversation between
 * `<example>` marks that its text can't close, cut at a whole exchange where it is long.
 */
export function renderExamples(examples: readonly PromptExample[], voiceName: string): string {
  if (examples.length === 0) return "(no examples were chosen)";
  return examples
    .map(({ texts }, index) => {
      const { shown, isCut } = cutAtExchange(texts);
      const lines = shown.map(
        (text, place) =>
          `${place % 2 === 0 ? "Client" : voiceName}: ${text.replaceAll(/<(\/?example)/gi, "‹$1")}`,
      );
      const end = isCut ? "\n(it goes on)" : "";
      return `<example number="${index + 1}">\n${lines.join("\n")}${end}\n</example>`;
    })
    .join("\n\n");
}

/** The first exchange is always there, shortened if need be. */
function cutAtExchange(texts: readonly string[]): { shown: string[]; isCut: boolean } {
  const shown: string[] = [];
  let left = EXAMPLE_CHARACTERS;
  for (let place = 0; place + 1 < texts.length; place += 2) {
    const pair = texts.slice(place, place + 2);
    const length = pair.join("").length;
    if (length > left) {
      if (place === 0) shown.push(...pair.map((text) => text.slice(0, EXAMPLE_CHARACTERS / 2)));
      return { shown, isCut: true };
    }
    shown.push(...pair);
    left -= length;
  }
  return { shown, isCut: false };
}
