"use client";

import { Button } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { isUnderWay, mayRetry } from "./batch-lines.ts";
import { openChangeLimits } from "./change-limits.tsx";
import { useBatchActions } from "./use-batch-actions.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCount } from "#/lib/format.ts";

/** What a run can be told at the moment; nothing for those who may not. */
export function BatchButtons({
  batch,
  size = "sm",
}: {
  batch: BatchProgress;
  size?: "sm" | "compact-sm";
}) {
  const { may } = useSession();
  const { busy, pause, resume, stop, retry } = useBatchActions();
  if (!may("write") || batch.isStopping) return null;
  if (!isUnderWay(batch)) {
    return batch.failed > 0 && mayRetry(batch) ? (
      <Button size={size} variant="default" onClick={() => retry(batch)}>
        Retry {formatCount(batch.failed)}
      </Button>
    ) : null;
  }
  return (
    <>
      {batch.state === "paused" ? (
        <Button
          size={size}
          loading={busy}
          leftSection={<IconPlayerPlay size={15} />}
          onClick={() => void resume(batch)}
        >
          Continue
        </Button>
      ) : (
        <Button
          size={size}
          variant="default"
          loading={busy}
          leftSection={<IconPlayerPause size={15} />}
          onClick={() => void pause(batch)}
        >
          Pause
        </Button>
      )}
      {size === "sm" || batch.pause?.kind === "cap" ? (
        <Button size={size} variant="default" onClick={() => openChangeLimits(batch)}>
          Change limits
        </Button>
      ) : null}
      <Button size={size} variant="default" onClick={() => stop(batch)}>
        Stop
      </Button>
    </>
  );
}
