"use client";

import { ActionIcon, Anchor, Button, Group, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import Link from "next/link";
import { useId } from "react";
import { whereLine } from "./item-words.ts";
import { ItemMark } from "./run-states.tsx";
import classes from "./runs.module.css";
import type { BatchItem, BatchProgress } from "#/core/generation/schema.ts";
import { conversationHref } from "#/features/conversations/filter-url.ts";
import { mayRetry } from "#/features/generation/batch-lines.ts";
import { useBatchActions } from "#/features/generation/use-batch-actions.ts";
import { useNow } from "#/features/generation/use-now.ts";
import { CallLog } from "#/features/review/call-log.tsx";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCounted, formatDuration } from "#/lib/format.ts";

/** One conversation of a run; a failure is told in a sentence, the record unfolds below it. */
export function RunItem({
  projectId,
  batch,
  batchId,
  item,
  opened,
  onToggle,
}: {
  projectId: string;
  batch: BatchProgress | undefined;
  batchId: string;
  item: BatchItem;
  opened: boolean;
  onToggle: (opened: boolean) => void;
}) {
  const id = useId();
  const { may } = useSession();
  const { retry } = useBatchActions();
  const Icon = opened ? IconChevronDown : IconChevronRight;
  const where = whereLine(item, useNow(false));
  return (
    <li className={classes.item}>
      <div className={classes.itemLine}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-expanded={opened}
          aria-controls={id}
          aria-label={`Record of ${item.reference}`}
          onClick={() => onToggle(!opened)}
        >
          <Icon size={16} />
        </ActionIcon>
        <Anchor
          component={Link}
          href={conversationHref(projectId, item.conversationId)}
          size="sm"
          className={classes.reference ?? ""}
        >
          {item.reference}
        </Anchor>
        <Text size="sm" truncate className={classes.who ?? ""}>
          {item.persona} · {item.topic}
        </Text>
        <span className={classes.state}>
          <ItemMark item={item} />
        </span>
        <Group gap={6} className={classes.figures ?? ""}>
          <Text size="sm" c="dimmed" className="tabular">
            {[
              ...(item.attempts > 1 ? [formatCounted(item.attempts, "attempt")] : []),
              ...(item.seconds === null ? [] : [formatDuration(item.seconds)]),
            ].join(" · ")}
          </Text>
        </Group>
      </div>
      {where ? (
        <Text size="xs" c="dimmed" className={classes.where ?? ""}>
          {where}
        </Text>
      ) : null}
      {item.failure ? (
        <div className={classes.failure}>
          <Text size="sm">{item.failure.message}</Text>
          {item.state === "failed" && batch && mayRetry(batch) && may("write") ? (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Retry ${item.reference}`}
              onClick={() => retry(batch, item)}
            >
              Retry
            </Button>
          ) : null}
        </div>
      ) : null}
      <div id={id} hidden={!opened} className={classes.record}>
        {opened ? (
          <CallLog
            projectId={projectId}
            conversationId={item.conversationId}
            batchId={batchId}
            label={`Calls for ${item.reference}`}
          />
        ) : null}
      </div>
    </li>
  );
}
