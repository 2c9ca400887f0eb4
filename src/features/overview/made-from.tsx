"use client";

import { Anchor, Text } from "@mantine/core";
import Link from "next/link";
import type { ReactNode } from "react";
import classes from "./overview.module.css";
import type { Overview } from "#/core/overview/schema.ts";
import { formatCount, formatCounted, formatMoney } from "#/lib/format.ts";

/** What the conversations are made from, and what they have cost. */
export function MadeFrom({ projectId, overview }: { projectId: string; overview: Overview }) {
  const { documents, chunks, seeds, costMicros, practice } = overview;
  const sources = `/projects/${projectId}/sources`;
  return (
    <dl className={classes.facts}>
      <Fact name="Documents">
        <Anchor component={Link} href={sources} size="sm">
          {formatCounted(documents, "document")}
        </Anchor>
      </Fact>
      <Fact name="Passages in them">{formatCount(chunks)}</Fact>
      <Fact name="Seed conversations">
        <Anchor component={Link} href={`${sources}?tab=seeds`} size="sm">
          {formatCounted(seeds, "seed")}
        </Anchor>
      </Fact>
      {practice > 0 ? (
        <Fact name="Written as practice">{formatCounted(practice, "conversation")}</Fact>
      ) : null}
      <Fact name="Cost so far">{formatMoney(costMicros)}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" size="sm" m={0} ta="right" className="tabular">
        {children}
      </Text>
    </div>
  );
}
