import type { Arc, EdgeCase, Scenario } from "../taxonomy/schema.ts";

/**
 * The title of a row in words: what sets it apart. The persona stands beside it wherever rows are listed.
 */
export function rowTitle({
  topic,
  emotion,
  language,
  storyline,
}: {
  topic: string;
  emotion: string;
  language: string;
  storyline: { arc: Arc } | { scenario: Scenario } | { edgeCase: EdgeCase };
}): string {
  const inSentence = (text: string) => midSentence(text, language);
  if ("arc" in storyline) {
    return `${topic}: ${inSentence(emotion)} to ${inSentence(storyline.arc.end.emotion)}`;
  }
  return "scenario" in storyline ? storyline.scenario.label : storyline.edgeCase.label;
}

/** "Cash flow" -> "cash flow" in English; "IRA" stays, and so do languages with other rules. */
export function midSentence(text: string, language: string): string {
  const ordinary = /^\p{Lu}(?!\p{Lu})/u.test(text);
  return ordinary && language.startsWith("en")
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
