import { sql } from "drizzle-orm";
import type { TestContext } from "../test/context.ts";
import { refreshStatistics } from "#/platform/db/statistics.ts";

/** Lays in planned rows over the project's own taxonomy, a third each planned, written and approved. */
export async function addCrowd(scene: TestContext, rows: number): Promise<void> {
  const { ctx, projectId, ownerDb } = scene;
  await ownerDb.execute(sql`
    with axis as (
      select dimension, array_agg(key order by position) as keys from bright.taxonomy_values
      where project_id = ${projectId} group by dimension)
    insert into bright.conversations (workspace_id, project_id, reference, origin, tier, title, labels, plan,
      position, generation_state, review_state, created_by, created_by_name)
    select ${ctx.workspaceId}::uuid, ${projectId}::uuid, 'X-' || place, 'planned', 'template', 'Row ' || place,
      (select jsonb_object_agg(dimension, keys[1 + (hashint8(place * 31 + hashtext(dimension)) & 2147483647) % cardinality(keys)]) from axis)
        || '{"tier": "template"}',
      jsonb_build_object('seed', place, 'arc', 'struggle-to-success', 'messageCount', 12, 'userVerbosity', 'plain',
        'opener', 'question', 'person', jsonb_build_object('firstName', 'Alex', 'age', 40, 'occupation',
        'warehouse supervisor', 'income', 52000, 'savings', 14000)),
      place, case when place % 3 = 0 then 'not_generated' else 'generated' end,
      case when place % 3 = 2 then 'approved' else 'none' end, ${ctx.actor.id}::text, 'Bench'
    from generate_series(1, ${rows}::int) place`);
  await ownerDb.execute(sql`
    insert into bright.conversation_labels (workspace_id, project_id, dimension, value, conversation_id)
    select workspace_id, project_id, label.key, label.value, id
    from bright.conversations, jsonb_each_text(labels) label`);
  await ownerDb.execute(sql`vacuum analyze bright.conversations, bright.conversation_labels`);
  await refreshStatistics(ctx.db);
}
