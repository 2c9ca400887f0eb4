import type { Scenario } from "../taxonomy/schema.ts";
import type { PlanMaterial } from "./plan-material.ts";
import { wordsOf } from "#/lib/words.ts";

/** Passages that one conversation is grounded on; more would crowd the prompt. */
const CHUNKS_PER_ROW = 3;
/** The nearest one always comes along; the others take turns among this many. */
const IN_TURN = 8;

/**
 * Chooses the passages of a scenario's documents: the one that shares most words with the situation, and
 * others in turn, so that rows of one scenario don't all lean on the same ones. Where the scenario names
 * passages that are there, only those take part.
 * @returns for the n-th row of the scenario (from 0) the ids, nearest first, and the slug of the document
 * that the first belongs to; nothing where the documents aren't there.
 */
export function createChunkChooser(
  scenario: Scenario,
  documents: PlanMaterial["documents"],
): (use: number) => { chunkIds: string[]; document: string | undefined } {
  const wanted = contentWords(`${scenario.label} ${scenario.description} ${scenario.situation}`);
  const all = scenario.documents.flatMap((slug) =>
    (documents.get(slug)?.chunks ?? []).map((chunk) => ({ ...chunk, slug })),
  );
  const chosen = all.filter(({ id }) => scenario.chunks?.includes(id));
  const ranked = (chosen.length > 0 ? chosen : all)
    .map((chunk) => {
      const words = contentWords(`${chunk.heading} ${chunk.content}`);
      const shared = [...wanted].filter((word) => words.has(word)).length;
      return { ...chunk, score: shared / Math.sqrt(words.size + 30) };
    })
    .sort((one, other) => other.score - one.score);
  const [first, ...others] = ranked;
  const turn = others.slice(0, IN_TURN);
  return (use) => {
    if (!first) return { chunkIds: [], document: undefined };
    const more = Math.min(CHUNKS_PER_ROW - 1, turn.length);
    const picked = Array.from(
      { length: more },
      (_, step) => turn[(use * more + step) % turn.length],
    );
    const ids = [first, ...picked].flatMap((chunk) => (chunk ? [chunk.id] : []));
    return { chunkIds: [...new Set(ids)], document: first.slug };
  };
}

/** Longer words without their endings: near enough to compare "withdrawals" with "withdraw". */
function contentWords(text: string): Set<string> {
  return new Set(
    wordsOf(text.toLowerCase())
      .filter((word) => word.length > 3)
      .map((word) => word.slice(0, 6)),
  );
}
