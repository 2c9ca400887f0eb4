"use client";

import { useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
import { type ConversationQuery, conversationParsers, paramsOf, queryOf } from "./filter-url.ts";
import type { ConversationFilter, ConversationSort } from "#/core/conversations/schema.ts";

/**
 * The table's query, read from and written to the URL. A change of filter or sort begins at page 1 and
 * can be taken back with the browser's Back; typing in the search field leaves no steps behind.
 */
export function useConversationQuery() {
  const [params, setParams] = useQueryStates(conversationParsers);
  const query = useMemo(() => queryOf(params), [params]);

  const write = (next: ConversationQuery, how: Parameters<typeof setParams>[1]) =>
    void setParams(paramsOf(next), how);

  const setPage = useCallback(
    (page: number, history: "push" | "replace" = "push") =>
      void setParams({ page: page > 1 ? page : null }, { history, scroll: true }),
    [setParams],
  );

  return {
    ...query,
    setFilter: (filter: ConversationFilter) =>
      write({ ...query, filter, page: 1 }, { history: "push" }),
    setSearch: (search: string) =>
      void setParams({ q: search || null, page: null }, { history: "replace" }),
    setSort: (sort: ConversationSort) => write({ ...query, sort, page: 1 }, { history: "push" }),
    setPage,
  };
}

export type ConversationQueryState = ReturnType<typeof useConversationQuery>;
