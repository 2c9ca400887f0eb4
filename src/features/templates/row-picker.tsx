"use client";

import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#/api/client.ts";
import type { Tier } from "#/core/taxonomy/schema.ts";

/** Chooses a planned conversation of a tier, by words of its reference or title. */
export function RowPicker({
  projectId,
  tier,
  row,
  onRow,
}: {
  projectId: string;
  tier: Tier;
  row: { id: string; label: string } | null;
  onRow: (id: string) => void;
}) {
  const [search, setSearch] = useState("");
  const [wanted] = useDebouncedValue(search === row?.label ? "" : search, 200);
  const rows = useQuery({
    ...rowsQuery(projectId, tier, wanted),
    placeholderData: keepPreviousData,
  });
  const options = (rows.data?.rows ?? []).map(({ id, reference, title }) => ({
    value: id,
    label: `${reference} · ${title}`,
  }));
  const known = options.some(({ value }) => value === row?.id);
  const data = row && !known ? [{ value: row.id, label: row.label }, ...options] : options;
  return (
    <Select
      label="Conversation"
      placeholder="Search by reference or title"
      searchable
      value={row?.id ?? null}
      data={data}
      // The server searched already.
      filter={({ options: all }) => all}
      searchValue={search}
      onSearchChange={setSearch}
      onChange={(id) => (id ? onRow(id) : undefined)}
      nothingFoundMessage="No planned conversation of this kind by that name."
      maw={520}
      style={{ flex: "1 1 260px" }}
    />
  );
}

/** Planned conversations of a tier whose reference or title holds these words. */
export function rowsQuery(projectId: string, tier: Tier, search: string) {
  return api.conversations.list.queryOptions({
    input: {
      projectId,
      filter: { origin: ["planned"], labels: { tier: [tier] }, ...(search && { search }) },
      pageSize: 30,
    },
  });
}
