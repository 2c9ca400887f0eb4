"use client";

import { Button } from "@mantine/core";
import { IconFilterOff, IconMessages } from "@tabler/icons-react";
import Link from "next/link";
import { useSession } from "#/features/shell/session-context.tsx";
import { EmptyState } from "#/ui/states.tsx";

/** Nothing is planned and nothing was imported: where to begin. */
export function NoConversations({ projectId }: { projectId: string }) {
  const { may } = useSession();
  const base = `/projects/${projectId}`;
  return (
    <EmptyState
      icon={<IconMessages size={26} stroke={1.6} />}
      title="No conversations yet"
      text={
        may("write")
          ? "A plan says which conversations are to be written: with whom, about what, in which mood. Documents and seed conversations make them sound like your business."
          : "A plan says which conversations are to be written. An owner or editor of the workspace can make one."
      }
    >
      {may("write") ? (
        <>
          <Button component={Link} href={`${base}/plan`}>
            Make a plan
          </Button>
          <Button component={Link} href={`${base}/sources`} variant="default">
            Add sources
          </Button>
        </>
      ) : null}
    </EmptyState>
  );
}

/** There are conversations, but none under this filter. */
export function NothingMatches({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={<IconFilterOff size={26} stroke={1.6} />}
      title="No conversation matches"
      text="Nothing in this project fits all the filters at once. Take one away, or start over."
    >
      <Button variant="default" onClick={onClear}>
        Clear all
      </Button>
    </EmptyState>
  );
}
