import { and, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import { badgeOf, badges, type Badge, generationStates, reviewStates } from "./states.ts";
import { conversations } from "#/platform/db/tables/conversations.ts";

/** The badge of a row as SQL text; the same rule as `badgeOf`. */
export function badgeSql(): SQL<Badge> {
  const { generationState, reviewState } = conversations;
  return sql<Badge>`case
    when ${generationState} in ('queued', 'generating', 'failed') then ${generationState}
    when ${reviewState} <> 'none' then ${reviewState}
    else ${generationState} end`;
}

/** Rows whose badge is one of these, as a condition on the two state columns that an index serves. */
export function badgeIn(wanted: readonly Badge[]): SQL | undefined {
  const { generationState, reviewState } = conversations;
  const alternatives = generationStates.flatMap((generation) => {
    const reviews = reviewStates.filter((review) => wanted.includes(badgeOf(generation, review)));
    if (reviews.length === 0) return [];
    if (reviews.length === reviewStates.length) return [eq(generationState, generation)];
    return [and(eq(generationState, generation), inArray(reviewState, reviews))];
  });
  return alternatives.length === 0 ? sql`false` : or(...alternatives);
}

/** The place of a row's badge in the fixed order of `badges`, from 1: what the status column sorts by. */
export function badgePlaceSql(): SQL<number> {
  const order = sql.join(
    badges.map((badge) => sql`${badge}`),
    sql`, `,
  );
  return sql<number>`array_position(array[${order}]::text[], ${badgeSql()})`;
}
