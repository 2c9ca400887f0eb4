/** What a template may name as `{{placeholder}}`, and what stands there once it is filled. */
export const templateVariables = {
  language: "Language of the conversation, such as en",
  currency: "Currency of all amounts, such as USD",
  voice_name: "Name of the person whose voice is learnt",
  voice_business: "Name of the business",
  voice_trade: "What the business does, in a few words",
  voice_expertise: "What the person is good at and for whom, with years of experience",
  voice_principles: "Principles, one a line",
  voice_tone: "How the person sounds",
  voice_techniques: "What the person does in a conversation, one a line",
  voice_never: "What the person never does, one a line",
  voice_sentences: "Sentences in the person's own words, one a line",
  persona: "Name of the client persona",
  persona_details:
    "Background, knowledge, way of talking, worries and turns of phrase of the persona",
  person: "The one client of this conversation: first name, age, occupation, income, savings",
  emotion: "The feeling the client comes with",
  emotion_details: "How that feeling shows",
  intent: "What the client wants from the conversation",
  tone: "Tone of the conversation",
  topic: "Topic of the conversation",
  topic_details: "What the topic is about, with questions that clients ask",
  outcome: "Where the conversation ends",
  content_category: "Category of the documents that ground it",
  other_labels: "Labels of the project's own dimensions, one a line",
  arc: "Name and purpose of the emotional arc",
  arc_curve: "Emotions and intensities at start, middle and end",
  arc_phases: "Phases of the arc with their purpose, one a line",
  arc_techniques: "Techniques that work in this arc, one a line",
  arc_avoid: "What to avoid in this arc, one a line",
  scenario: "Name of the situation",
  scenario_details: "What has happened, with its figures",
  scenario_opening: "How a client may put the situation in the first message",
  boundary: "What isn't advised on",
  boundary_why: "Why it is a boundary",
  referral: "Named people and services to hand over to, one a line",
  crisis_level: "How urgent it is: none, elevated or high",
  opener: "How the first message begins",
  verbosity: "How much the client writes",
  message_count: "Number of messages",
  exchange_count: "Number of exchanges: a client's message and its answer",
  user_words: "Least and most words of a client's message",
  assistant_words: "Least and most words of an answer",
  chunks: "Passages from the business's documents, each between marks",
  output_shape: "JSON shape of the answer",
} as const;

export type TemplateVariable = keyof typeof templateVariables;

export function isTemplateVariable(name: string): name is TemplateVariable {
  return Object.hasOwn(templateVariables, name);
}
