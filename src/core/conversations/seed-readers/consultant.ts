import type { Node } from "jsonc-parser";
import { z } from "zod";
import type { SeedDraft, SeedItem, SeedReader } from "../seed-draft.ts";
import { readEmotions } from "../seed-emotions.ts";
import {
  childOf,
  faultIn,
  faultOutside,
  problemOfFault,
  problemOfIssue,
  type SeedJson,
  textOf,
  valueOf,
} from "../seed-json.ts";
import { filledText, titleOf } from "../seed-messages.ts";
import type { Problem } from "#/lib/file-problem.ts";
import { shorten } from "#/lib/text-place.ts";

const filled = filledText("a text in quotes with something in it");
const pairSchema = z.looseObject({
  conversation_id: filledText("a text in quotes that names the conversation"),
  turn_number: z
    .int("the number of the exchange, from 1")
    .min(1, "the number of the exchange, from 1"),
  system_prompt: z.string("the system prompt in quotes").default(""),
  current_user_input: filled,
  target_response: filled,
  conversation_metadata: z
    .looseObject({ client_persona: z.string().catch("") })
    .catch({ client_persona: "" }),
  emotional_context: z
    .looseObject({ detected_emotions: z.unknown() })
    .catch({ detected_emotions: null }),
});
type Pair = z.output<typeof pairSchema>;
type ReadPair = { node: Node; pair: Pair } | { node: Node; problem: Problem };

/** What the messages hold already, or what only repeats earlier exchanges. */
const told = new Set([
  "system_prompt",
  "conversation_history",
  "current_user_input",
  "target_response",
]);

/**
 * The shape of hand-made files of the trade: each of `training_pairs` is one exchange of a conversation.
 * The history inside a pair may be abridged, so conversations are rebuilt from the pairs alone.
 */
export const consultantReader: SeedReader = {
  recognises: (node) => childOf(node, "training_pairs") !== undefined,
  read: (json, root) => {
    const list = childOf(root, "training_pairs");
    const nodes = list?.type === "array" ? (list.children ?? []) : [];
    const outside = wholeFileProblem(json, root, nodes);
    if (outside) return [{ item: null, problem: outside }];
    const groups = Map.groupBy(nodes, (node) => idOf(node) ?? null);
    return [...groups].map(([id, pairs]) => {
      const built = build(json, root, pairs);
      return { item: id === null ? null : shorten(id, 120), ...built } as SeedItem;
    });
  },
};

function idOf(pair: Node): string | undefined {
  const id: unknown = childOf(pair, "conversation_id")?.value;
  return typeof id === "string" ? id : undefined;
}

/** A fault outside the pairs, or one that let a pair swallow others: nothing can be told apart safely. */
function wholeFileProblem(json: SeedJson, root: Node, pairs: readonly Node[]): Problem | undefined {
  const outside = faultOutside(json, pairs);
  const swallowing = pairs.find(
    (pair) =>
      faultIn(json, pair) && (textOf(json, pair).match(/"conversation_id"\s*:/g)?.length ?? 0) > 1,
  );
  const [first] = json.faults;
  if (first && (outside || swallowing)) return problemOfFault(json, first);
  if (pairs.length > 0) return undefined;
  const message = "a list with at least one exchange in [ ]";
  return problemOfIssue(json, root, { path: ["training_pairs"], message });
}

function build(
  json: SeedJson,
  root: Node,
  nodes: readonly Node[],
): { draft: SeedDraft } | { problem: Problem } {
  const read = nodes.map((node) => readPair(json, node));
  const good: { node: Node; pair: Pair }[] = [];
  for (const each of read) {
    if ("problem" in each) return each;
    good.push(each);
  }
  good.sort((left, right) => left.pair.turn_number - right.pair.turn_number);
  for (const [index, { node, pair }] of good.entries()) {
    if (pair.turn_number === index + 1) continue;
    const twice = pair.turn_number <= index;
    const message = twice
      ? `each number once; ${pair.turn_number} stands there twice`
      : `exchange ${index + 1}, which is missing in conversation ${shorten(pair.conversation_id, 60)},`;
    return { problem: problemOfIssue(json, node, { path: ["turn_number"], message }) };
  }
  const pairs = good.map(({ pair }) => pair);
  const [first] = pairs;
  if (!first) return { problem: problemOfIssue(json, root, { path: [], message: "an exchange" }) };
  return { draft: draftOf(json, root, first, pairs) };
}

function readPair(json: SeedJson, node: Node): ReadPair {
  const fault = faultIn(json, node);
  if (fault) return { node, problem: problemOfFault(json, fault) };
  const parsed = pairSchema.safeParse(valueOf(json, node));
  if (parsed.success) return { node, pair: parsed.data };
  const issue = parsed.error.issues[0] ?? { path: [], message: "an exchange" };
  return { node, problem: problemOfIssue(json, node, issue) };
}

function draftOf(json: SeedJson, root: Node, first: Pair, pairs: Pair[]): SeedDraft {
  const messages = pairs.flatMap((pair) => [
    {
      role: "user" as const,
      content: pair.current_user_input,
      emotions: readEmotions(pair.emotional_context.detected_emotions),
    },
    { role: "assistant" as const, content: pair.target_response, emotions: null },
  ]);
  const about = aboutOf(json, root);
  return {
    sourceKey: first.conversation_id,
    title: titleOfPairs(first, about) || titleOf(messages),
    labels: {
      kind: "described",
      persona: first.conversation_metadata.client_persona,
      emotion: messages[0]?.emotions?.primary ?? "",
    },
    systemPrompt: first.system_prompt,
    messages,
    background: {
      ...about,
      exchanges: pairs.map((pair) =>
        Object.fromEntries(
          Object.entries(pair).filter(
            ([name, value]) =>
              !told.has(name) || (name === "system_prompt" && value !== first.system_prompt),
          ),
        ),
      ),
    },
  };
}

/** What the file says beside its pairs: the voice, the data set. */
function aboutOf(json: SeedJson, root: Node): Record<string, unknown> {
  const properties = (root.children ?? []).flatMap(({ children }): [string, unknown][] => {
    const [name, value] = children ?? [];
    if (!name || !value || name.value === "training_pairs" || faultIn(json, value)) return [];
    return [[String(name.value), valueOf(json, value)]];
  });
  return Object.fromEntries(properties);
}

/** "Marcus Thompson - The Overwhelmed Avoider" and "fp_1 - Stock options" -> "Marcus Thompson: Stock options". */
function titleOfPairs(first: Pair, about: Record<string, unknown>): string {
  const persona = first.conversation_metadata.client_persona;
  const metadata = z.looseObject({ notes: z.string() }).safeParse(about.dataset_metadata);
  const notes = metadata.success ? metadata.data.notes : "";
  const subject = notes.startsWith(`${first.conversation_id} - `)
    ? notes.slice(first.conversation_id.length + 3)
    : "";
  if (subject === "") return shorten(persona, 200);
  const person = persona.split(/\s[-–—]\s/)[0] ?? "";
  return shorten(person ? `${person}: ${subject}` : subject, 200);
}
