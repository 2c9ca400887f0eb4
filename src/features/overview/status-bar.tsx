"use client";

import { Box } from "@mantine/core";
import Link from "next/link";
import classes from "./overview.module.css";
import { type Badge, badges } from "#/core/conversations/states.ts";
import { badgeLooks } from "#/features/conversations/badge-looks.ts";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { formatCount } from "#/lib/format.ts";

/** From done to not begun, so that the bar fills from the left. Every status has its place. */
const places: Record<Badge, number> = {
  approved: 0,
  generated: 1,
  needs_review: 2,
  flagged: 3,
  rejected: 4,
  failed: 5,
  generating: 6,
  queued: 7,
  not_generated: 8,
};
const order = badges.toSorted((a, b) => places[a] - places[b]);

/** All planned conversations by status: one bar, and a legend whose entries open the table. */
export function StatusBar({
  projectId,
  byStatus,
}: {
  projectId: string;
  byStatus: Record<string, number>;
}) {
  const present = order
    .map((badge) => ({ badge, count: byStatus[badge] ?? 0 }))
    .filter(({ count }) => count > 0);
  return (
    <>
      <div className={classes.bar} aria-hidden>
        {present.map(({ badge, count }) => (
          <Box
            key={badge}
            className={classes.segment ?? ""}
            mod={{ badge }}
            style={{ flexGrow: count }}
          />
        ))}
      </div>
      <ul className={classes.legend}>
        {present.map(({ badge, count }) => (
          <li key={badge}>
            <Link href={conversationsHref(projectId, { filter: { status: [badge] } })}>
              <Box component="span" className={classes.swatch ?? ""} mod={{ badge }} aria-hidden />
              {badgeLooks[badge].label}
              <b className="tabular">{formatCount(count)}</b>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
