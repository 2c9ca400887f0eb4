import { namePlaces, type QualityCheck } from "../check.ts";

const speaker = /^\s*(?:\*\*)?(?:user|assistant|system|ai|human|client|advis[eo]r)(?:\*\*)?\s*:/im;
const machine = /\b(?:as an ai\b|as a (?:large )?language model|i'?m (?:only |just )?an ai\b)/i;

/** Each message is one person's, and a person's: no names of roles before it, nobody is a machine. */
export const roleLeakage: QualityCheck = {
  id: "role-leakage",
  label: "Roles kept apart",
  weight: 1,
  run({ messages }) {
    const places = (pattern: RegExp) =>
      [...messages.keys()].filter((place) => pattern.test(messages[place]?.content ?? ""));
    const named = places(speaker);
    if (named.length > 0) {
      return {
        value: 0,
        reason: `The name of a role stands before the text in ${namePlaces(named)}.`,
      };
    }
    const machines = places(machine);
    if (machines.length > 0) {
      return { value: 0, reason: `Somebody calls himself a machine in ${namePlaces(machines)}.` };
    }
    return { value: 1, reason: "Each message is one person's and stays that person's." };
  },
};
