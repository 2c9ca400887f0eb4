"use client";

import { Anchor, Table, VisuallyHidden } from "@mantine/core";
import Link from "next/link";
import classes from "./overview.module.css";
import type { Overview } from "#/core/overview/schema.ts";
import { type Tier, tiers } from "#/core/taxonomy/schema.ts";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { tierLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { formatCount } from "#/lib/format.ts";
import { PlainTable } from "#/ui/plain-table.tsx";

const none = { planned: 0, generated: 0, approved: 0 };

/** How far each tier is: planned, written, approved. */
export function TiersTable({
  projectId,
  byTier,
}: {
  projectId: string;
  byTier: Overview["byTier"];
}) {
  return (
    <PlainTable label="Conversations by tier">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Tier</Table.Th>
          <Table.Th ta="right">Planned</Table.Th>
          <Table.Th ta="right">Written</Table.Th>
          <Table.Th ta="right">Approved</Table.Th>
          <Table.Th w="30%" visibleFrom="xs">
            <VisuallyHidden>Share written and approved</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tiers.map((tier) => (
          <TierRow key={tier} projectId={projectId} tier={tier} counts={byTier[tier] ?? none} />
        ))}
      </Table.Tbody>
    </PlainTable>
  );
}

function TierRow({
  projectId,
  tier,
  counts: { planned, generated, approved },
}: {
  projectId: string;
  tier: Tier;
  counts: Overview["byTier"][string];
}) {
  const share = (count: number) => `${planned === 0 ? 0 : (count / planned) * 100}%`;
  return (
    <Table.Tr>
      <Table.Th scope="row" style={{ whiteSpace: "nowrap" }}>
        <Anchor
          component={Link}
          size="sm"
          c="var(--mantine-color-text)"
          href={conversationsHref(projectId, { filter: { labels: { tier: [tier] } } })}
        >
          {tierLabels[tier]}
        </Anchor>
      </Table.Th>
      <Table.Td ta="right">{formatCount(planned)}</Table.Td>
      <Table.Td ta="right">{formatCount(generated)}</Table.Td>
      <Table.Td ta="right">{formatCount(approved)}</Table.Td>
      <Table.Td visibleFrom="xs">
        <span className={classes.share} aria-hidden>
          <span className={classes.written} style={{ width: share(generated) }} />
          <span className={classes.approved} style={{ width: share(approved) }} />
        </span>
      </Table.Td>
    </Table.Tr>
  );
}
