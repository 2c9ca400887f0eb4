import type {
  ConversationFilter,
  ConversationRow,
  Facets,
  Selection,
} from "#/core/conversations/schema.ts";
import { type Badge, mayDecide } from "#/core/conversations/states.ts";
import { sum } from "#/lib/sum.ts";
import type { RowSelection } from "#/ui/data-table/row-selection.ts";

/** How many of the ticked rows each action would touch; null where only the server can tell. */
export interface Applicable {
  generate: number | null;
  decide: number | null;
  remove: number | null;
}

/** States in which a text stands that a person may decide on: `mayDecide`, told by the badge alone. */
const decidable: Badge[] = ["generated", "needs_review", "approved", "rejected", "flagged"];

/** A row that a batch may write: planned, and not in one already. */
export function mayWrite(row: ConversationRow): boolean {
  const busy = row.generationState === "queued" || row.generationState === "generating";
  return row.origin === "planned" && !busy;
}

export function mayBeDecided(row: ConversationRow): boolean {
  return mayDecide(row.generationState, row.messageCount !== null);
}

/** What the server is asked to act on. */
export function selectionOf(selection: RowSelection, filter: ConversationFilter): Selection {
  return selection.allMatching
    ? { kind: "filter", filter }
    : { kind: "ids", ids: [...selection.ids] };
}

/**
 * For rows ticked one by one the numbers come from the rows. For "all matching" the facets count what can be
 * decided; of what can be written they only know when it is certainly none, as seeds have statuses too.
 */
export function applicableTo(
  selection: RowSelection,
  seen: ReadonlyMap<string, ConversationRow>,
  filter: ConversationFilter,
  facets: Facets | undefined,
): Applicable {
  if (selection.allMatching) {
    const counts = Object.entries(facets?.counts["status"] ?? {}).filter(
      ([badge]) => !filter.status?.length || filter.status.some((each) => each === badge),
    );
    const onlySeeds = filter.origin?.length === 1 && filter.origin[0] === "seed";
    const isWritable = counts.some(
      ([badge, count]) => count > 0 && badge !== "queued" && badge !== "generating",
    );
    const decidableCounts = counts.filter(([badge]) => decidable.some((each) => each === badge));
    return {
      generate: onlySeeds || (facets && !isWritable) ? 0 : null,
      decide: facets ? sum(decidableCounts.map(([, count]) => count)) : null,
      remove: null,
    };
  }
  const rows = [...selection.ids].flatMap((id) => seen.get(id) ?? []);
  return {
    generate: rows.filter(mayWrite).length,
    decide: rows.filter(mayBeDecided).length,
    remove: rows.length,
  };
}

const unwritten: Badge[] = ["not_generated", "failed"];

/** Everything under the filter that is not written yet, failed rows among them; null when there is none. */
export function notYetWritten(
  filter: ConversationFilter,
  facets: Facets | undefined,
): { count: number; selection: Selection } | null {
  const status = unwritten.filter(
    (badge) => !filter.status?.length || filter.status.includes(badge),
  );
  const counts = facets?.counts["status"] ?? {};
  const count = status.reduce((sum, badge) => sum + (counts[badge] ?? 0), 0);
  return count > 0 ? { count, selection: { kind: "filter", filter: { ...filter, status } } } : null;
}
