"use client";

import { Anchor, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsInteger, useQueryState } from "nuqs";
import { useEffect } from "react";
import { Review } from "./review.tsx";
import { ReviewSkeleton } from "./review-skeleton.tsx";
import { useNeighbours } from "./use-neighbours.ts";
import { api, plainError } from "#/api/client.ts";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import { ErrorState } from "#/ui/states.tsx";

/** How often a conversation that is being written is read again should the live stream be down. */
const REREAD_MILLISECONDS = 4_000;

/** One conversation: read from the server, kept fresh, or an honest sentence about why not. */
export function ConversationView({
  projectId,
  conversationId,
}: {
  projectId: string;
  conversationId: string;
}) {
  const router = useRouter();
  const [version] = useQueryState("version", parseAsInteger);
  const links = useNeighbours(projectId, conversationId);
  const detail = useQuery({
    ...api.conversations.get.queryOptions({
      input: { conversationId, ...(version && version > 0 ? { version } : {}) },
    }),
    refetchInterval: ({ state }) => (isBeingWritten(state.data) ? REREAD_MILLISECONDS : false),
  });
  const project = useQuery(
    api.projects.get.queryOptions({ input: { projectId }, staleTime: 60_000 }),
  );

  const ownProject = detail.data?.projectId;
  const isElsewhere = ownProject !== undefined && ownProject !== projectId;
  useEffect(() => {
    if (isElsewhere) router.replace(`/projects/${ownProject}/conversations/${conversationId}`);
  }, [isElsewhere, ownProject, conversationId, router]);

  if (detail.error && !detail.data) {
    const { message, status } = plainError(detail.error);
    return (
      <Stack align="flex-start">
        <Title order={1}>Conversation</Title>
        <ErrorState
          message={message}
          onRetry={status === 404 ? undefined : () => void detail.refetch()}
        />
        <Anchor component={Link} href={links.listHref} size="sm">
          Back to the conversations
        </Anchor>
      </Stack>
    );
  }
  if (!detail.data || isElsewhere || project.isPending) return <ReviewSkeleton />;
  return <Review conversation={detail.data} project={project.data} links={links} />;
}

function isBeingWritten(conversation: ConversationDetail | undefined): boolean {
  return conversation?.badge === "queued" || conversation?.badge === "generating";
}
