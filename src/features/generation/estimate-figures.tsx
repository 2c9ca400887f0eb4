import { Alert, Box, Stack, Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import {
  budgetSentence,
  costRange,
  healthSentence,
  readyBy,
  textsCounted,
  timeRange,
} from "./estimate-words.ts";
import classes from "./generate.module.css";
import { useNow } from "./use-now.ts";
import type { Estimate } from "#/core/generation/schema.ts";
import { formatCount, formatCounted, formatDuration, formatMoney } from "#/lib/format.ts";

/** What a batch would take: what it costs, how long it lasts, what holds it up, and what is left out. */
export function EstimateFigures({
  estimate,
  isStale = false,
}: {
  estimate: Estimate;
  isStale?: boolean;
}) {
  const { costMicros, seconds, again, skipped, basis, isRough, writer, warnings } = estimate;
  const isOvernight = estimate.mode === "overnight";
  const now = useNow(isOvernight || estimate.health.state !== "ok");
  const isFree = costMicros.high === 0 && writer.isPractice;
  const health = healthSentence(estimate, now);
  const told = [...(health ? [health] : []), ...warnings];
  const roughly = isRough ? "roughly " : "";
  const budget = isFree ? null : budgetSentence(estimate);
  const counted = textsCounted(estimate);
  return (
    <Stack gap="sm">
      <Box
        component="dl"
        className={`${classes.figures} tabular`}
        mod={{ stale: isStale }}
        aria-label="Cost and time"
      >
        <dt>Cost</dt>
        <dd>
          {roughly}
          <strong>{formatMoney(costMicros.expected)}</strong>{" "}
          <Text span size="sm" c="dimmed">
            {isFree ? "free, on this machine" : costRange(estimate)}
          </Text>
          {counted ? (
            <Text size="xs" c="dimmed">
              {counted}
            </Text>
          ) : null}
        </dd>
        <dt>Time</dt>
        <dd>
          {isOvernight ? "" : roughly}
          <strong>
            {isOvernight ? readyBy(estimate, now) : formatDuration(seconds.expected)}
          </strong>{" "}
          <Text span size="sm" c="dimmed">
            {isOvernight ? "" : timeRange(estimate)}
          </Text>
          <Text size="xs" c="dimmed">
            {estimate.bindingSentence}
          </Text>
        </dd>
        {budget ? (
          <>
            <dt>Budget</dt>
            <dd>{budget}</dd>
          </>
        ) : null}
      </Box>
      {told.length > 0 ? (
        <Alert color="orange" variant="light" icon={<IconInfoCircle size={18} />} p="sm">
          <ul className={classes.warnings}>
            {told.map((sentence) => (
              <li key={sentence}>
                <Text size="sm">{sentence}</Text>
              </li>
            ))}
          </ul>
        </Alert>
      ) : null}
      {again > 0 ? (
        <Text size="sm">
          {formatCount(again)} of them {again === 1 ? "has" : "have"} a text already and{" "}
          {again === 1 ? "gets" : "get"} a new version. The old text stays in the history; a
          decision on it is no longer valid.
        </Text>
      ) : null}
      {skipped > 0 ? (
        <Text size="sm">
          {formatCounted(skipped, "selected conversation")} left out: seeds, or being written at
          this moment.
        </Text>
      ) : null}
      <Text size="xs" c="dimmed">
        {basis}
      </Text>
    </Stack>
  );
}
