"use client";

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { api } from "#/api/client.ts";
import type { ConversationFilter } from "#/core/conversations/schema.ts";
import type { Badge } from "#/core/conversations/states.ts";
import { conversationHref } from "#/features/conversations/filter-url.ts";

const waiting: Badge[] = ["generated", "needs_review"];

/** Leads to the first conversation that waits for a decision; nothing where none does. */
export function FirstToReview({
  projectId,
  filter,
}: {
  projectId: string;
  filter: ConversationFilter;
}) {
  const toReview: ConversationFilter = { ...filter, status: waiting, origin: ["planned"] };
  const first = useQuery(
    api.conversations.list.queryOptions({ input: { projectId, filter: toReview, pageSize: 1 } }),
  );
  const row = first.data?.rows[0];
  if (!row) return null;
  return (
    <Button component={Link} href={conversationHref(projectId, row.id, { filter: toReview })}>
      Review the first one
    </Button>
  );
}
