"use client";

import { useQuery } from "@tanstack/react-query";
import { api } from "#/api/client.ts";

/** What the forms of storylines offer: values of the project that aren't retired, arcs and documents. */
export function useOptions(projectId: string) {
  const input = { projectId };
  const taxonomy = useQuery(api.taxonomy.get.queryOptions({ input, staleTime: 30_000 }));
  const storylines = useQuery(api.storylines.get.queryOptions({ input, staleTime: 30_000 }));
  const documents = useQuery(api.sources.listDocuments.queryOptions({ input, staleTime: 30_000 }));
  const of = (dimension: string) =>
    (taxonomy.data?.dimensions.find(({ key }) => key === dimension)?.values ?? [])
      .filter(({ retired }) => !retired)
      .map(({ key, label }) => ({ value: key, label }));
  const arcsOf = (tier: string) =>
    (storylines.data?.arcs ?? [])
      .filter((arc) => !arc.retired && arc.tier === tier)
      .map(({ key, label }) => ({ value: key, label }));
  return {
    personas: of("persona"),
    emotions: of("emotion"),
    topics: of("topic"),
    outcomes: of("outcome"),
    /** For arcs, whose feelings may be stronger words than the labels. */
    emotionNames: of("emotion").map(({ value }) => value),
    edgeArcs: arcsOf("edge_case"),
    documents: (documents.data ?? []).map(({ slug, title }) => ({ value: slug, label: title })),
    documentIds: new Map((documents.data ?? []).map(({ slug, id }) => [slug, id])),
  };
}
