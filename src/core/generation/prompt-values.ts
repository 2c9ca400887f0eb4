import type { RowMaterial } from "./row-material.ts";
import { typingHabit } from "./typing-habit.ts";
import type { Voice } from "../projects/schema.ts";
import type { Arc, TaxonomyValue } from "../taxonomy/schema.ts";
import { renderChunks } from "../templates/render-chunks.ts";
import { renderExamples } from "../templates/render-examples.ts";
import type { TemplateVariable } from "../templates/variables.ts";
import { currencyName, languageName, named } from "#/lib/languages.ts";

/** What stands where the material has nothing to say; never an empty place that a model fills by itself. */
const NOTHING = "(nothing is laid down here)";
const ordinaryDimensions = new Set([
  "persona",
  "emotion",
  "content_category",
  "intent",
  "tone",
  "topic",
  "outcome",
  "tier",
]);

const openers: Record<RowMaterial["plan"]["opener"], string> = {
  question: "the client's question",
  story: "how it came about",
  feeling: "how the client feels",
  numbers: "the client's figures",
  "small-talk": "a word about something else",
};
const verbosities: Record<RowMaterial["plan"]["userVerbosity"], string> = {
  terse: "briefly, near the lower end of the range",
  plain: "neither briefly nor at length",
  talkative: "at length, with detours",
};

/** Undefined: the row needs it and it isn't there any more, so a template that names it can't be filled. */
export type PromptValues = Record<TemplateVariable, string | undefined>;

/**
 * A value for every placeholder that a template may name. What may be missing is said to be missing; what
 * a row can't be written without (`mayBeEmpty: false` in variables.ts) has no value then. Pure.
 */
export function promptValues(material: RowMaterial): PromptValues {
  const { project, plan, tier, edgeCase } = material;
  const { userWords, assistantWords } = project.settings;
  return {
    language: named(languageName(project.language), project.language),
    currency: named(currencyName(project.currency), project.currency),
    ...voiceValues(project.voice),
    ...labelValues(material),
    ...storyValues(material),
    person: personLine(material),
    typos: typingHabit(plan.seed),
    boundary: tier === "edge_case" ? filled(edgeCase?.boundary) : orNothing(edgeCase?.boundary),
    boundary_why: orNothing(edgeCase?.why),
    referral: lines(edgeCase?.referral),
    crisis_level: edgeCase?.crisisLevel ?? "none",
    opener: openers[plan.opener],
    verbosity: verbosities[plan.userVerbosity],
    message_count: String(plan.messageCount),
    exchange_count: String(plan.messageCount / 2),
    user_words: userWords.join(" to "),
    assistant_words: assistantWords.join(" to "),
    chunks: renderChunks(material.chunks),
    examples: renderExamples(material.examples, project.voice.name.trim() || "Adviser"),
    avoid_phrases: lines(material.wornPhrases),
    output_shape: OUTPUT_SHAPE,
  };
}

/** Shown in the prompt; `outputSchema` says the same to vendors that can be held to a schema. */
const OUTPUT_SHAPE = `{"messages": [
  {"role": "user", "content": "...", "emotions": {"primary": "...", "intensity": 0.0, "valence": 0.0}},
  {"role": "assistant", "content": "..."}
]}
"emotions" stands on the client's messages: the strongest feeling, its intensity from 0 to 1, its valence from -1 to 1.`;

/** JSON schema of the answer, inside the limits of what vendors accept (no ranges, no lengths). */
export const outputSchema = {
  type: "object",
  properties: {
    messages: {
      type: "array",
      items: {
        type: "object",
        properties: {
          role: { type: "string", enum: ["user", "assistant"] },
          content: { type: "string" },
          emotions: {
            type: "object",
            properties: {
              primary: { type: "string" },
              intensity: { type: "number" },
              valence: { type: "number" },
            },
            required: ["primary", "intensity", "valence"],
            additionalProperties: false,
          },
        },
        required: ["role", "content"],
        additionalProperties: false,
      },
    },
  },
  required: ["messages"],
  additionalProperties: false,
};

/** The voice as the templates' placeholders take it. */
export function voiceValues(voice: Voice) {
  const years = voice.yearsExperience ? ` ${voice.yearsExperience} years of experience.` : "";
  return {
    voice_name: voice.name.trim() || "the adviser",
    voice_business: voice.business.trim() || "the business",
    voice_trade: voice.trade.trim() || "advice",
    voice_expertise: orNothing(`${voice.expertise.trim()}${years}`),
    voice_principles: lines(voice.principles),
    voice_tone: orNothing(voice.tone),
    voice_techniques: lines(voice.techniques),
    voice_never: lines(voice.neverDoes),
    voice_sentences: lines(voice.sampleSentences),
  };
}

function labelValues({ labels, dimensionLabels }: RowMaterial) {
  const name = (dimension: string) => labels[dimension]?.label ?? NOTHING;
  const others = Object.entries(labels)
    .filter(([dimension]) => !ordinaryDimensions.has(dimension))
    .map(
      ([dimension, value]) =>
        `- ${dimensionLabels.get(dimension) ?? dimension}: ${described(value)}`,
    );
  return {
    persona: filled(labels["persona"]?.label),
    persona_details: details(labels["persona"]),
    emotion: filled(labels["emotion"]?.label),
    emotion_details: details(labels["emotion"]),
    intent: described(labels["intent"]),
    tone: described(labels["tone"]),
    topic: filled(labels["topic"]?.label),
    topic_details: details(labels["topic"]),
    outcome: described(labels["outcome"]),
    content_category: name("content_category"),
    other_labels: others.join("\n"),
  };
}

function storyValues({ tier, arc, scenario, edgeCase, labels }: RowMaterial) {
  const story = scenario ?? edgeCase;
  const arcName = arc ? `${arc.label}. ${arc.description}` : undefined;
  const from = labels["emotion"]?.label ?? "where the client is";
  return {
    arc: tier === "template" ? arcName : orNothing(arcName),
    arc_curve: arc ? curve(arc) : `from ${from} towards the end that is named for it, step by step`,
    arc_phases: lines(arc?.phases.map(({ label, purpose }) => `${label}: ${purpose}`)),
    arc_techniques: lines(arc?.techniques),
    arc_avoid: lines(arc?.avoid),
    scenario: tier === "template" ? orNothing(story?.label) : filled(story?.label),
    scenario_details: orNothing(story?.description),
    scenario_opening: orNothing(story?.situation),
  };
}

function curve({ start, middle, end }: Arc): string {
  return [start, ...(middle ? [middle] : []), end]
    .map(({ emotion, intensity }) => `${emotion} (${intensity.join("-")})`)
    .join(", then ");
}

function personLine({ plan: { person }, project }: RowMaterial): string {
  const money = (amount: number) => `${amount.toLocaleString("en")} ${project.currency}`;
  const who = [person.firstName, String(person.age), person.occupation].filter(Boolean).join(", ");
  return `${who}; earns ${money(person.income)} a year and has ${money(person.savings)} put aside.`;
}

/** Attributes that say something to a reader, as lines; ranges and names are drawn elsewhere. */
function details(value: TaxonomyValue | undefined): string {
  if (!value) return NOTHING;
  const drawn = new Set(["ageRange", "incomeRange", "occupations", "firstNames"]);
  const attributes = Object.entries(value.attributes).flatMap(([key, content]) => {
    if (drawn.has(key)) return [];
    if (typeof content === "string" && content.trim())
      return [`- ${inWords(key)}: ${content.trim()}`];
    if (Array.isArray(content) && content.length > 0) {
      return [`- ${inWords(key)}: ${content.map(String).join("; ")}`];
    }
    return [];
  });
  return orNothing([value.description.trim(), ...attributes].filter(Boolean).join("\n"));
}

/** "languagePatterns" -> "language patterns". */
function inWords(key: string): string {
  return key
    .replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replaceAll("_", " ");
}

function described(value: TaxonomyValue | undefined): string {
  if (!value) return NOTHING;
  return value.description ? `${value.label} (${value.description.trim()})` : value.label;
}

function lines(items: readonly string[] | undefined): string {
  const present = (items ?? []).map((item) => item.trim()).filter(Boolean);
  return present.length === 0 ? NOTHING : present.map((item) => `- ${item}`).join("\n");
}

function filled(text: string | undefined): string | undefined {
  return text?.trim() || undefined;
}

function orNothing(text: string | undefined): string {
  return text?.trim() || NOTHING;
}
