import { namePlaces, type QualityCheck } from "../check.ts";

const traces: readonly { what: string; pattern: RegExp }[] = [
  {
    what: "an unfilled placeholder",
    pattern: /\{\{|\}\}|\[(?:insert|your|client'?s?|name|amount)\b[^\]]*\]/i,
  },
  { what: "a mark of the prompt", pattern: /<\/?source\b|<\/?(?:system|prompt|material)>/i },
  {
    what: "a numbering of the script",
    pattern: /^\s*(?:turn|message|exchange|phase)\s+\d+\s*[:.)-]/im,
  },
  {
    what: "a reference to a passage",
    pattern:
      /\b(?:source|chunk|passage)\s*(?:#\s*)?\d+\b|\b(?:grounding|provided) (?:chunks?|sources?)\b/i,
  },
];

/** Nothing of the prompt or the plan is spoken: no placeholders, marks, numbering or names of labels. */
export const leftovers: QualityCheck = {
  id: "leftovers",
  label: "Leftovers of the prompt",
  weight: 1,
  run({ messages, planWords }) {
    const spoken = planWords.filter((word) => word.trim().split(/\s+/).length > 1);
    const found = messages.flatMap(({ content }, place) => {
      const trace = traces.find(({ pattern }) => pattern.test(content));
      const word = spoken.find((candidate) => content.includes(candidate));
      const what = trace?.what ?? (word === undefined ? undefined : `the label "${word}"`);
      return what === undefined ? [] : [{ place, what }];
    });
    const [first] = found;
    if (!first) return { value: 1, reason: "Nothing of the prompt was left in the text." };
    return {
      value: 0,
      reason: `There is ${first.what} in ${namePlaces(found.map(({ place }) => place))}.`,
    };
  },
};
