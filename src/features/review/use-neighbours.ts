"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { createSerializer, parseAsBoolean, useQueryState } from "nuqs";
import { useEffect } from "react";
import type { z } from "zod";
import { api } from "#/api/client.ts";
import type { neighboursSchema } from "#/core/conversations/schema.ts";
import { conversationHref, conversationsHref } from "#/features/conversations/filter-url.ts";
import { useConversationQuery } from "#/features/conversations/use-conversation-query.ts";

type Neighbours = z.infer<typeof neighboursSchema>;

/** A seed that is compared with stays beside the next conversation. */
const withComparison = createSerializer({ compare: parseAsBoolean });

/**
 * Where a conversation stood while the filter still matched it. A decision can push it out of the list
 * in hand ("Needs review" -> approved); the way on and back must not vanish with it.
 */
const lastPlaces = new Map<string, Neighbours>();

/** Next, previous and the way back, in the filtered and sorted table that the person came from. */
export function useNeighbours(projectId: string, conversationId: string) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const { filter, sort, page } = useConversationQuery();
  const query = { filter, sort, page };
  const [isComparing] = useQueryState("compare", parseAsBoolean.withDefault(false));
  const hrefOf = (id: string) =>
    withComparison(conversationHref(projectId, id, query), { compare: isComparing || null });
  const list = conversationsHref(projectId, query);
  const reading = api.conversations.neighbours.queryOptions({
    input: { projectId, conversationId, filter, sort },
  });
  const place = useQuery(reading);

  const memory = `${conversationId} ${list}`;
  const isListed = place.data !== undefined && place.data.place !== null;
  useEffect(() => {
    if (isListed) lastPlaces.set(memory, place.data);
  }, [isListed, memory, place.data]);
  const known = isListed ? place.data : (lastPlaces.get(memory) ?? place.data);
  const nextId = known?.nextId ?? null;
  const previousId = known?.previousId ?? null;

  const nextHref = nextId ? hrefOf(nextId) : null;
  useEffect(() => {
    if (!nextId || !nextHref) return;
    router.prefetch(nextHref);
    void queryClient.prefetchQuery(
      api.conversations.get.queryOptions({ input: { conversationId: nextId } }),
    );
  }, [nextId, nextHref, router, queryClient]);

  /** The way on, also for somebody who is faster than the answer. Null at the end of the list. */
  const findNextHref = async () => {
    if (known) return nextHref;
    const found = await queryClient.ensureQueryData(reading).catch(() => null);
    return found?.nextId ? hrefOf(found.nextId) : null;
  };

  return {
    findNextHref,
    place: place.data?.place ?? null,
    total: place.data?.total ?? null,
    previousHref: previousId ? hrefOf(previousId) : null,
    nextHref,
    /** The table as it was left. */
    listHref: list,
    hrefOf,
  };
}
export type NeighbourLinks = ReturnType<typeof useNeighbours>;
