import { z } from "zod";
import type { VoiceProposal } from "./voice-proposals-schema.ts";
import { formatCounted } from "#/lib/format.ts";
import { countWords } from "#/lib/words.ts";

/** A seed as far as its voice is read from it. */
export interface VoiceSeed {
  systemPrompt: string;
  /** What the file said beside the text. */
  background: unknown;
  answers: readonly string[];
}

type Lines = Map<VoiceProposal["field"], string[]>;

const text = z.string().catch("");
const list = z
  .unknown()
  .optional()
  .transform((value): string[] => {
    const entries = typeof value === "object" && value !== null ? Object.values(value) : [value];
    return entries.filter((entry): entry is string => typeof entry === "string");
  });
const profileSchema = z.looseObject({
  name: text,
  business: text,
  trade: text,
  expertise: text,
  years_experience: z.number().int().min(0).max(100).nullable().catch(null),
  core_philosophy: list,
  principles: list,
  communication_style: z
    .looseObject({ tone: text, techniques: list, avoid: list })
    .catch({ tone: "", techniques: [], avoid: [] }),
});
const backgroundSchema = z.looseObject({
  consultant_profile: z.unknown().optional(),
  exchanges: z.array(z.looseObject({ response_strategy: z.unknown().optional() })).catch([]),
});
const strategySchema = z.looseObject({
  secondary_strategies: list,
  avoid_tactics: list,
  specific_techniques: z.array(z.looseObject({ technique: text })).catch([]),
});

/** A technique that is named this often is a habit of the voice, not of the one conversation. */
const OFTEN = 2;
const MOST_LINES = 8;
const sentences = new Intl.Segmenter(undefined, { granularity: "sentence" });

/**
 * What seeds say of the voice, from the surest to the least sure: the profile in their files, their
 * system prompts, techniques that come back, sentences of their answers. Pure; the same seeds give the same.
 */
export function readVoice(seeds: readonly VoiceSeed[]): VoiceProposal[] {
  const profile = profileLines(seeds);
  const prompts = promptLines(seeds);
  const habits = habitLines(seeds);
  const count = formatCounted(seeds.length, "sample conversation");
  const taken: VoiceProposal[] = [];
  const propose = (lines: Lines, from: string) => {
    for (const [field, all] of lines) {
      const fresh = unique(all).filter((line) => line !== "");
      const known = taken.find((each) => each.field === field);
      if (fresh.length > 0 && !known) taken.push({ field, lines: fresh, from });
    }
  };
  propose(profile, "Said in the profile that came with your sample conversations.");
  propose(prompts, "Read from the system prompt of your sample conversations.");
  propose(habits, "Named again and again in the notes of your sample conversations.");
  propose(
    new Map([["sampleSentences", sampleSentences(seeds)]]),
    `Taken from the answers in ${count}.`,
  );
  return taken;
}

/** The first profile wins for single texts; lists of several are joined. */
function profileLines(seeds: readonly VoiceSeed[]): Lines {
  const profiles = seeds.flatMap(({ background }) => {
    const parsed = backgroundSchema.safeParse(background);
    const profile = profileSchema.safeParse(parsed.data?.consultant_profile);
    return profile.success ? [profile.data] : [];
  });
  const first = (pick: (profile: (typeof profiles)[number]) => string) =>
    profiles.map(pick).map(tidy).filter(Boolean).slice(0, 1);
  const all = (pick: (profile: (typeof profiles)[number]) => string[]) =>
    profiles.flatMap(pick).map(tidy);
  return new Map<VoiceProposal["field"], string[]>([
    ["name", first(({ name }) => name)],
    ["business", first(({ business }) => business)],
    ["trade", first(({ trade }) => trade)],
    ["expertise", first(({ expertise }) => expertise)],
    ["yearsExperience", first(({ years_experience: years }) => (years === null ? "" : `${years}`))],
    ["principles", all((each) => [...each.core_philosophy, ...each.principles])],
    ["tone", first(({ communication_style: style }) => style.tone)],
    ["techniques", all(({ communication_style: style }) => style.techniques)],
    ["neverDoes", all(({ communication_style: style }) => style.avoid)],
  ]);
}

/** "You are ... representing A of B." and "Your tone is C." are how such prompts put it. */
function promptLines(seeds: readonly VoiceSeed[]): Lines {
  const found: Lines = new Map();
  for (const { systemPrompt } of seeds) {
    const who =
      /\brepresenting ([^.\n]{2,80}?) of ([^.\n]{2,80}?)[.,;\n]/i.exec(systemPrompt) ??
      /\byou are ([^.\n]{2,80}?) of ([^.\n]{2,80}?)[.,;\n]/i.exec(systemPrompt);
    const tone = /\byour tone is ([^.\n]{3,200})[.\n]/i.exec(systemPrompt);
    const speaks = /\bhow you speak: ([^\n]{3,300})/i.exec(systemPrompt);
    const numbered = [
      ...systemPrompt.matchAll(/\(\d\)\s*([^()]{8,200}?)(?=[,;.]?\s*(?:\(\d\)|\.\s|$))/g),
    ];
    const add = (field: VoiceProposal["field"], lines: (string | undefined)[]) => {
      if (found.has(field)) return;
      const tidied = lines.map((line) => tidy(line ?? "")).filter(Boolean);
      if (tidied.length > 0) found.set(field, tidied);
    };
    add("name", [who?.[1]]);
    add("business", [who?.[2]]);
    add("tone", [tone?.[1] ?? speaks?.[1]]);
    add("principles", [...numbered.map((match) => match[1]), ...under(systemPrompt, /hold to/i)]);
    add("neverDoes", under(systemPrompt, /never do/i));
  }
  return found;
}

/** The "- " lines below a head such as "What you hold to:". */
function under(prompt: string, head: RegExp): string[] {
  const lines = prompt.split("\n");
  const start = lines.findIndex((line) => head.test(line) && line.trim().endsWith(":"));
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith("- "));
  return rest.slice(0, end < 0 ? undefined : end).map((line) => line.slice(2));
}

function habitLines(seeds: readonly VoiceSeed[]): Lines {
  const strategies = seeds.flatMap(({ background }) => {
    const { data } = backgroundSchema.safeParse(background);
    return (data?.exchanges ?? []).flatMap((exchange) => {
      const strategy = strategySchema.safeParse(exchange.response_strategy);
      return strategy.success ? [strategy.data] : [];
    });
  });
  return new Map([
    [
      "techniques",
      often(
        strategies.map((each) => [
          ...each.specific_techniques.map(({ technique }) => technique),
          ...each.secondary_strategies,
        ]),
      ),
    ],
    ["neverDoes", often(strategies.map(({ avoid_tactics: tactics }) => tactics))],
  ]);
}

/** Names that stand in at least two of the lists, the most frequent first. */
function often(lists: readonly string[][]): string[] {
  const counts = new Map<string, number>();
  for (const names of lists) {
    for (const name of new Set(names.map(tidy).filter(Boolean))) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts]
    .filter(([, count]) => count >= OFTEN)
    .toSorted((left, right) => right[1] - left[1])
    .slice(0, MOST_LINES)
    .map(([name]) => name);
}

/** One sentence of each answer in turn, of a length that shows a rhythm: no greeting, no list, no figures. */
function sampleSentences(seeds: readonly VoiceSeed[]): string[] {
  const perSeed = seeds.map(({ answers }) =>
    answers.flatMap((answer) => {
      const [best] = [...sentences.segment(answer)]
        .map(({ segment }) => segment.trim())
        .filter((sentence) => {
          const words = countWords(sentence);
          return words >= 7 && words <= 28 && !/[\d\n*#|]/.test(sentence);
        });
      return best ? [best] : [];
    }),
  );
  const chosen: string[] = [];
  for (let round = 0; perSeed.some((list) => round < list.length); round += 1) {
    chosen.push(...perSeed.flatMap((list) => list.slice(round, round + 1)));
  }
  return unique(chosen).slice(0, MOST_LINES);
}

/** "use_short_words" -> "Use short words"; a text of words stays as it is. */
function tidy(line: string): string {
  const plain = line.trim();
  if (!/^\w+$/.test(plain) || !plain.includes("_")) return plain;
  const words = plain.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function unique(lines: readonly string[]): string[] {
  const seen = new Set<string>();
  return lines.filter((line) => {
    const key = line.toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
}
