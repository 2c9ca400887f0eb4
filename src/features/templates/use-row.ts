"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { rowsQuery } from "./row-picker.tsx";
import { api } from "#/api/client.ts";
import type { Template } from "#/core/templates/schema.ts";

/**
 * The conversation that a template is looked at with: that of the URL, or else the first of its arc or tier.
 * `row` is null while there is none.
 */
export function useRow(projectId: string, { tier }: Template) {
  const [id, setId] = useQueryState("row", parseAsString);
  const first = useQuery({ ...rowsQuery(projectId, tier, ""), enabled: id === null });
  const chosen = useQuery(
    api.conversations.get.queryOptions({
      input: { conversationId: id ?? "" },
      enabled: id !== null,
    }),
  );
  const found = id === null ? first.data?.rows[0] : chosen.data;
  return {
    row: found ? { id: found.id, label: `${found.reference} · ${found.title}` } : null,
    choose: (next: string) => void setId(next),
    isPending: id === null ? first.isPending : chosen.isPending,
    error: id === null ? first.error : chosen.error,
  };
}
