/** The words of the trade, in a business owner's words: the one place where they are explained. */
export const glossary = {
  arc: {
    word: "Arc",
    text: "How the feelings of a conversation move: where the customer starts, and where the talk leads them, such as from worry to confidence.",
  },
  approval: {
    word: "Approval",
    text: "A person read a conversation and found that it sounds right. It holds for just that text; a new version has to be read again.",
  },
  batch: {
    word: "Run",
    text: "One order to write a number of conversations. It goes on when you close the page, can be stopped, and lists what became of each.",
  },
  chunk: {
    word: "Passage",
    text: "A piece of one of your documents, cut at its headings. Conversations lean on passages, so that answers say what you say.",
  },
  conversation: {
    word: "Conversation",
    text: "A talk between a customer and you, usually 8 to 16 messages long. A model learns your way of answering from many of them.",
  },
  coverage: {
    word: "Coverage",
    text: "Which customers and feelings are planned and written, and where nothing is yet.",
  },
  edge_case: {
    word: "Edge case",
    text: "A conversation in which you must not help, or not alone: a crisis, a legal question. It teaches a model where to stop and whom to name.",
  },
  emotion: {
    word: "Emotion",
    text: "The feeling with which a customer comes to you. The answer should fit it.",
  },
  export: {
    word: "Export",
    text: "The file of approved conversations that a training tool reads. It holds nothing that you have not approved.",
  },
  lora: {
    word: "LoRA training",
    text: "A way to teach a language model your manner of speaking with a few hundred examples, without building a model of your own.",
  },
  message: {
    word: "Message",
    text: "One thing that somebody says. A question and its answer are two messages.",
  },
  outcome: {
    word: "Outcome",
    text: "Where a conversation ends: solved, with a plan, with an open question, or handed over to somebody else.",
  },
  persona: {
    word: "Customer type",
    text: "A kind of customer that you know well: their situation, their worries, how they talk. Also called a persona.",
  },
  plan: {
    word: "Plan",
    text: "The list of conversations to be written: who talks, how they feel, what it is about. Nothing is written and nothing is spent by planning.",
  },
  practice: {
    word: "Practice writer",
    text: "A free writer on this machine that makes plausible conversations to try everything with. What it writes is marked and stays out of exports.",
  },
  prompt: {
    word: "Prompt",
    text: "The instruction that a language model gets: your voice, the customer, the topic, your passages. Bright Run puts it together for you.",
  },
  scenario: {
    word: "Scenario",
    text: "A conversation about a real situation, such as an inheritance or a move, with passages of your documents behind it.",
  },
  score: {
    word: "Score",
    text: "A figure from 1 to 10 that says how well a text keeps the measures: lengths, turns, structure. It points out what to look at; you decide.",
  },
  seed: {
    word: "Sample conversation",
    text: "A conversation that you wrote or really had, the way you would answer. It sets the measure for all that is written and is never changed. Also called a seed.",
  },
  template: {
    word: "Template",
    text: "A conversation that follows an arc of feelings, whatever its topic. Also the wording of the instruction that the writer gets.",
  },
  tier: {
    word: "Tier",
    text: "The three kinds of conversations in a plan: those that follow an arc of feelings, those about real situations, and edge cases.",
  },
  topic: {
    word: "Topic",
    text: "What a conversation is about, in your trade's words.",
  },
  voice: {
    word: "Voice",
    text: "How your business speaks: principles, tone, habits, what it never does. It goes into every instruction to a writer.",
  },
  writer: {
    word: "Writer",
    text: "The language model that writes the conversations, or the practice writer.",
  },
} as const;

export type TermKey = keyof typeof glossary;

/** All entries in the order of the alphabet. */
export const glossaryEntries = Object.entries(glossary)
  .map(([key, entry]) => ({ key, ...entry }))
  .toSorted((left, right) => left.word.localeCompare(right.word, "en"));

/** Entries whose word or explanation holds all the words that were typed. */
export function findEntries(typed: string): typeof glossaryEntries {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return glossaryEntries.filter(({ word, text, key }) => {
    const whole = `${word} ${key} ${text}`.toLowerCase();
    return words.every((each) => whole.includes(each));
  });
}
