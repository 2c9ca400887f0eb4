import { sql } from "drizzle-orm";
import type { StandingRows } from "./plan-material.ts";
import type { Transaction } from "#/platform/db/connect.ts";
import { conversationLabels, conversations } from "#/platform/db/tables/conversations.ts";

/**
 * Counts the planned rows of a project that are not deleted: their labels by persona, and what plans
 * drew for them. Seeds are not planned, so they don't count.
 */
export async function readStanding(
  tx: Transaction,
  projectId: string,
  total: number,
): Promise<StandingRows> {
  const live = sql`${conversations.projectId} = ${projectId} and ${conversations.origin} = 'planned'
    and ${conversations.deletedAt} is null`;
  const labels = await tx.execute<{
    dimension: string;
    persona: string;
    value: string;
    rows: number;
  }>(sql`
    select label.dimension, coalesce(${conversations.labels} ->> 'persona', '') as persona, label.value,
      count(*)::int as rows
    from ${conversations} join ${conversationLabels} label on label.conversation_id = ${conversations.id}
    where ${live} group by 1, 2, 3`);
  const drawn = await tx.execute<{ kind: string; value: string; rows: number }>(sql`
    select drawn.kind, drawn.value, count(*)::int as rows
    from ${conversations} cross join lateral (values
      ('arc', ${conversations.plan} ->> 'arc'),
      ('scenario', ${conversations.plan} ->> 'scenario'),
      ('edgeCase', ${conversations.plan} ->> 'edgeCase'),
      ('userVerbosity', ${conversations.plan} ->> 'userVerbosity'),
      ('opener', ${conversations.plan} ->> 'opener'),
      ('messageCount', ${conversations.tier} || ' ' || (${conversations.plan} ->> 'messageCount'))
    ) drawn (kind, value)
    where ${live} and drawn.value is not null group by 1, 2`);

  const pairs = new Map<string, Map<string, Map<string, number>>>();
  for (const { dimension, persona, value, rows } of labels.rows) {
    const ofDimension = pairs.get(dimension) ?? new Map<string, Map<string, number>>();
    const ofPersona = ofDimension.get(persona) ?? new Map<string, number>();
    pairs.set(dimension, ofDimension.set(persona, ofPersona.set(value, rows)));
  }
  const kinds = new Map<string, Map<string, number>>();
  for (const { kind, value, rows } of drawn.rows) {
    kinds.set(kind, (kinds.get(kind) ?? new Map<string, number>()).set(value, rows));
  }
  return { total, pairs, drawn: kinds };
}
