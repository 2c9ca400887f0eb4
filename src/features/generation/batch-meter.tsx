"use client";

import { Box, Group, Progress, Stack, Text } from "@mantine/core";
import classes from "./batch-meter.module.css";
import {
  isUnderWay,
  moneyLine,
  paceLine,
  percentOf,
  reached,
  sideLines,
  stageLine,
} from "./batch-lines.ts";
import { holdOf } from "./hold-words.ts";
import { useNow } from "./use-now.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCount } from "#/lib/format.ts";

/**
 * How far a batch is: the bar, the counts, pace and money, what holds it up, and what is being written
 * now. `full` adds what a page has room for.
 */
export function BatchMeter({
  batch,
  shown = 3,
  full = false,
}: {
  batch: BatchProgress;
  shown?: number;
  full?: boolean;
}) {
  const { may } = useSession();
  const isOpen = isUnderWay(batch);
  const now = useNow(isOpen);
  const percent = percentOf(batch);
  const share = (count: number) => (batch.total === 0 ? 0 : (count / batch.total) * 100);
  const { target } = batch;
  const hold = holdOf(batch, now, may("manage"));
  const side = full ? sideLines(batch, now) : [];
  return (
    <Stack gap={6} className="tabular">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {reached(batch).words}
          {batch.failed > 0 ? (
            <Text span size="sm" className={classes.failed ?? ""}>
              {" "}
              · {formatCount(batch.failed)} failed
            </Text>
          ) : null}
        </Text>
        <Text size="sm" fw={550}>
          {percent}%
        </Text>
      </Group>
      <Progress.Root size={6}>
        <Progress.Section
          value={target ? percent : share(batch.done)}
          {...(batch.state === "paused" ? { color: "gray.6" } : {})}
          aria-label={`Run ${batch.number}`}
          aria-valuetext={
            target
              ? reached(batch).words
              : `${formatCount(batch.done)} of ${formatCount(batch.total)} written`
          }
        />
        {target ? null : (
          <>
            <Progress.Section value={share(batch.failed)} color="red.7" withAria={false} />
            <Progress.Section value={share(batch.cancelled)} color="gray.5" withAria={false} />
          </>
        )}
      </Progress.Root>
      {isOpen ? (
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            {paceLine(batch)}
          </Text>
          <Text size="xs" c="dimmed">
            {moneyLine(batch)}
          </Text>
        </Group>
      ) : null}
      {side.length > 0 ? (
        <Text size="xs" c="dimmed">
          {side.join(" · ")}
        </Text>
      ) : null}
      {!full && hold ? (
        <Text size="xs" className={classes.hold ?? ""}>
          {hold.title}. {hold.reason}
        </Text>
      ) : null}
      {isOpen && batch.running.length > 0 ? (
        <RunningNow items={batch.running} shown={shown} full={full} now={now} />
      ) : null}
    </Stack>
  );
}

function RunningNow({
  items,
  shown,
  full,
  now,
}: {
  items: BatchProgress["running"];
  shown: number;
  full: boolean;
  now: Date;
}) {
  const more = items.length - shown;
  return (
    <Box component="ul" className={classes.now ?? ""} mod={{ full }} aria-label="Being written now">
      {items.slice(0, shown).map((item) => (
        <li key={item.conversationId}>
          <span className={classes.pulse} aria-hidden />
          <Text size="xs" truncate className={classes.who ?? ""}>
            {item.persona} · {item.topic}
          </Text>
          <Text size="xs" c="dimmed" className={classes.stage ?? ""}>
            {stageLine(item, now)}
          </Text>
        </li>
      ))}
      {more > 0 ? (
        <li>
          <Text size="xs" c="dimmed">
            and {formatCount(more)} more
          </Text>
        </li>
      ) : null}
    </Box>
  );
}
