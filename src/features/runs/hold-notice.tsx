"use client";

import { Alert, Anchor, Text } from "@mantine/core";
import { IconClockPause, IconPlayerPause } from "@tabler/icons-react";
import Link from "next/link";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { holdOf } from "#/features/generation/hold-words.ts";
import { useNow } from "#/features/generation/use-now.ts";
import { useSession } from "#/features/shell/session-context.tsx";

/** Why a run stands still or goes slowly: what happened, until when, and what to do. */
export function HoldNotice({ projectId, batch }: { projectId: string; batch: BatchProgress }) {
  const { may } = useSession();
  const now = useNow(batch.health?.state !== "ok" || batch.pausedUntil !== null);
  const hold = holdOf(batch, now, may("manage"));
  if (!hold) return null;
  const Icon = hold.kind === "paused" ? IconPlayerPause : IconClockPause;
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<Icon size={18} />}
      title={hold.title}
      role="note"
      mb="md"
    >
      <Text size="sm">
        {hold.reason} {hold.next}{" "}
        {hold.remedy ? (
          <Anchor component={Link} href={`/projects/${projectId}/settings/${hold.remedy}`} inherit>
            {hold.remedy === "writers" ? "Open Writers" : "Open Spending"}
          </Anchor>
        ) : null}
      </Text>
    </Alert>
  );
}
