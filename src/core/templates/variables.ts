/** What kind of value a placeholder takes: a word or sentence, one line each, a number, or marked passages. */
export const variableTypes = ["text", "lines", "number", "passages", "shape"] as const;
export type VariableType = (typeof variableTypes)[number];

export const variableGroups = [
  "Voice",
  "Client",
  "Story",
  "Boundary",
  "Material",
  "Wording",
  "Form",
] as const;

/** One placeholder: what stands there once it is filled. */
export interface VariableInfo {
  group: (typeof variableGroups)[number];
  type: VariableType;
  text: string;
  example: string;
  /**
   * Whether a row may have nothing to say here; a sentence to that effect (or nothing at all, for
   * `other_labels`) stands there then. A row without a value that may not be missing isn't written.
   */
  mayBeEmpty: boolean;
}

const variable = (
  group: VariableInfo["group"],
  type: VariableType,
  text: string,
  example: string,
  mayBeEmpty = true,
): VariableInfo => ({ group, type, text, example, mayBeEmpty });

/** What a template may name as `{{placeholder}}`. docs/templates.md lists the same; a test compares. */
export const templateVariables = {
  voice_name: variable(
    "Voice",
    "text",
    "Name of the person whose voice is learnt; “the adviser” when there is none",
    "Nora Whitlock",
    false,
  ),
  voice_business: variable(
    "Voice",
    "text",
    "Name of the business; “the business” when there is none",
    "Larkfield Money Guidance",
    false,
  ),
  voice_trade: variable(
    "Voice",
    "text",
    "What the business does, in a few words; “advice” when there is nothing",
    "fee-only financial guidance",
    false,
  ),
  voice_expertise: variable(
    "Voice",
    "text",
    "What the person is good at and for whom, with years of experience",
    "Everyday money decisions. 17 years of experience.",
  ),
  voice_principles: variable(
    "Voice",
    "lines",
    "Principles, one a line",
    "- Money first, blame never",
  ),
  voice_tone: variable("Voice", "text", "How the person sounds", "plain, warm, a little dry"),
  voice_techniques: variable(
    "Voice",
    "lines",
    "What the person does in a conversation, one a line",
    "- Repeats the real number before working with it",
  ),
  voice_never: variable(
    "Voice",
    "lines",
    "What the person never does, one a line",
    "- Names a single stock",
  ),
  voice_sentences: variable(
    "Voice",
    "lines",
    "Sentences in the person's own words, one a line",
    "- Let's put the number on the table first.",
  ),
  person: variable(
    "Client",
    "text",
    "The one client of this conversation: first name, age, occupation, income, savings",
    "Teresa, 49, city planner; earns 104,000 USD a year and has 31,000 USD put aside.",
    false,
  ),
  persona: variable(
    "Client",
    "text",
    "Name of the client persona",
    "Mid-Career Professional",
    false,
  ),
  persona_details: variable(
    "Client",
    "lines",
    "Background, knowledge, way of talking, worries and turns of phrase of the persona",
    "- concerns: falling behind; paying too much",
  ),
  verbosity: variable(
    "Client",
    "text",
    "How much the client writes",
    "briefly, near the lower end of the range",
    false,
  ),
  typos: variable(
    "Client",
    "text",
    "How carefully the client types: capitals, punctuation, slips of the keys",
    "in lower case, often without a full stop at the end",
    false,
  ),
  opener: variable("Client", "text", "How the first message begins", "the client's figures", false),
  emotion: variable("Story", "text", "The feeling the client comes with", "Confusion", false),
  emotion_details: variable(
    "Story",
    "text",
    "How that feeling shows",
    "Asks the same thing twice in other words.",
  ),
  intent: variable(
    "Story",
    "text",
    "What the client wants from the conversation",
    "Understand options",
  ),
  tone: variable("Story", "text", "Tone of the conversation", "Exploratory"),
  topic: variable("Story", "text", "Topic of the conversation", "Education", false),
  topic_details: variable(
    "Story",
    "lines",
    "What the topic is about, with questions that clients ask",
    "Paying for school without borrowing from retirement.",
  ),
  outcome: variable("Story", "text", "Where the conversation ends", "Action plan"),
  other_labels: variable(
    "Story",
    "lines",
    "Labels of the project's own dimensions, one a line; nothing where it has none",
    "- Channel: Chat",
  ),
  arc: variable(
    "Story",
    "text",
    "Name and purpose of the emotional arc; a row of the arc tier isn't written without one",
    "Confusion to clarity. Normalise, then educate.",
    false,
  ),
  arc_curve: variable(
    "Story",
    "text",
    "Emotions and intensities at start, middle and end",
    "confusion (0.7-0.85), then recognition (0.65-0.65), then clarity (0.7-0.8)",
    false,
  ),
  arc_phases: variable(
    "Story",
    "lines",
    "Phases of the arc with their purpose, one a line",
    "- Settle: take the shame out of not knowing",
  ),
  arc_techniques: variable(
    "Story",
    "lines",
    "Techniques that work in this arc, one a line",
    "- One term at a time",
  ),
  arc_avoid: variable(
    "Story",
    "lines",
    "What to avoid in this arc, one a line",
    "- Lists of definitions",
  ),
  scenario: variable(
    "Story",
    "text",
    "Name of the situation or of the edge case; a row of these tiers isn't written without one",
    "An inheritance that came too early",
    false,
  ),
  scenario_details: variable(
    "Story",
    "text",
    "What has happened, with its figures",
    "The client's father died in March and left 92,000.",
  ),
  scenario_opening: variable(
    "Story",
    "text",
    "How a client may put the situation in the first message",
    "I got a letter from the bank about dad's account.",
  ),
  boundary: variable(
    "Boundary",
    "text",
    "What isn't advised on; an edge case isn't written without one",
    "How to hide money from a spouse",
    false,
  ),
  boundary_why: variable(
    "Boundary",
    "text",
    "Why it is a boundary",
    "It would harm somebody and break the law.",
  ),
  referral: variable(
    "Boundary",
    "lines",
    "Named people and services to hand over to, one a line",
    "- 988 Suicide & Crisis Lifeline",
  ),
  crisis_level: variable(
    "Boundary",
    "text",
    "How urgent it is: none, elevated or high",
    "elevated",
    false,
  ),
  chunks: variable(
    "Material",
    "passages",
    "Passages from the business's documents, each between marks, with expertise level and emotional valence where they are known; a sentence where there are none",
    '<source number="1" document="The Pantry Method" expertise_level="beginner">…</source>',
  ),
  content_category: variable(
    "Material",
    "text",
    "Category of the documents that ground it",
    "Process Documentation & Workflows",
  ),
  examples: variable(
    "Material",
    "passages",
    "Seeds and approved conversations that were chosen as examples, each between marks; a sentence where there are none",
    '<example number="1">\nClient: …\nNora Whitlock: …\n</example>',
  ),
  avoid_phrases: variable(
    "Wording",
    "lines",
    "Worn-out phrases: what stands in more than 15 % of the newest conversations, one a line",
    "- that is a completely normal",
  ),
  language: variable("Form", "text", "Language of the conversation", "en", false),
  currency: variable("Form", "text", "Currency of all amounts", "USD", false),
  message_count: variable("Form", "number", "Number of messages", "12", false),
  exchange_count: variable(
    "Form",
    "number",
    "Number of exchanges: a client's message and its answer",
    "6",
    false,
  ),
  user_words: variable(
    "Form",
    "text",
    "Least and most words of a client's message",
    "20 to 150",
    false,
  ),
  assistant_words: variable(
    "Form",
    "text",
    "Least and most words of an answer",
    "50 to 250",
    false,
  ),
  output_shape: variable("Form", "shape", "JSON shape of the answer", '{"messages": [ … ]}', false),
} as const satisfies Record<string, VariableInfo>;

export type TemplateVariable = keyof typeof templateVariables;

export const variableNames = Object.keys(templateVariables) as TemplateVariable[];

export function isTemplateVariable(name: string): name is TemplateVariable {
  return Object.hasOwn(templateVariables, name);
}

/** Without these an answer is likely to be refused: nobody would have told the writer what to hand over. */
export const advisedVariables = [
  "output_shape",
  "message_count",
  "person",
] as const satisfies TemplateVariable[];
