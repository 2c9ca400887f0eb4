/** How an attribute is typed in: a line, a paragraph, a list of lines, or two numbers. */
export interface AttributeField {
  name: string;
  label: string;
  kind: "line" | "text" | "lines" | "range";
}

const persona: AttributeField[] = [
  { name: "archetype", label: "Archetype", kind: "line" },
  { name: "ageRange", label: "Age", kind: "range" },
  { name: "occupations", label: "Occupations", kind: "lines" },
  { name: "incomeRange", label: "Income a year", kind: "range" },
  { name: "background", label: "Background", kind: "text" },
  { name: "knowledgeLevel", label: "Knowledge level", kind: "line" },
  { name: "communicationStyle", label: "Way of writing", kind: "text" },
  { name: "emotionalBaseline", label: "Usual mood", kind: "line" },
  { name: "decisionStyle", label: "Way of deciding", kind: "text" },
  { name: "typicalQuestions", label: "Typical questions", kind: "lines" },
  { name: "concerns", label: "Concerns", kind: "lines" },
  { name: "languagePatterns", label: "Turns of phrase", kind: "lines" },
  { name: "firstNames", label: "First names", kind: "lines" },
];
const emotion: AttributeField[] = [
  { name: "opensWith", label: "How it opens a conversation", kind: "lines" },
  { name: "cues", label: "Words that show it", kind: "lines" },
];
const topic: AttributeField[] = [
  { name: "subtopics", label: "Subtopics", kind: "lines" },
  { name: "questions", label: "Questions that clients ask", kind: "lines" },
];

/** The fields that the form of a value offers; other attributes are kept as they are. */
export function attributeFields(dimension: string): AttributeField[] {
  return { persona, emotion, topic }[dimension] ?? [];
}
