import { Box, Group, Progress, Stack, Text } from "@mantine/core";
import classes from "./batch-meter.module.css";
import { moneyLine, paceLine, percentOf, settled } from "./batch-lines.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { formatCount } from "#/lib/format.ts";

/** How far a batch is: the bar, the counts, pace and money, and what is being written now. */
export function BatchMeter({ batch, shown = 3 }: { batch: BatchProgress; shown?: number }) {
  const percent = percentOf(batch);
  const share = (count: number) => (batch.total === 0 ? 0 : (count / batch.total) * 100);
  const more = batch.running.length - shown;
  const isRunning = batch.state === "running";
  return (
    <Stack gap={6} className="tabular">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {formatCount(settled(batch))} of {formatCount(batch.total)}
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
          value={share(batch.done)}
          aria-label={`Run ${batch.number}`}
          aria-valuetext={`${formatCount(batch.done)} of ${formatCount(batch.total)} written`}
        />
        <Progress.Section value={share(batch.failed)} color="red.7" withAria={false} />
        <Progress.Section value={share(batch.cancelled)} color="gray.5" withAria={false} />
      </Progress.Root>
      {isRunning ? (
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            {paceLine(batch)}
          </Text>
          <Text size="xs" c="dimmed">
            {moneyLine(batch)}
          </Text>
        </Group>
      ) : null}
      {isRunning && batch.running.length > 0 ? (
        <Box component="ul" className={classes.now ?? ""} aria-label="Being written now">
          {batch.running.slice(0, shown).map((item) => (
            <li key={item.conversationId}>
              <span className={classes.pulse} aria-hidden />
              <Text size="xs" truncate>
                {item.persona} · {item.topic}
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
      ) : null}
    </Stack>
  );
}
