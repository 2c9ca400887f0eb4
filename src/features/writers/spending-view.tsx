"use client";

import { Progress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CapForm } from "./cap-form.tsx";
import classes from "./writers.module.css";
import { api, client, plainError } from "#/api/client.ts";
import type { Spending } from "#/core/calls/spending-schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatMoney } from "#/lib/format.ts";
import { Section } from "#/ui/section.tsx";
import { BlockSkeleton, ErrorState } from "#/ui/states.tsx";

/** What models cost so far, and the most that they may cost. */
export function SpendingView({ projectId }: { projectId: string }) {
  const spending = useQuery(
    api.writers.getSpending.queryOptions({ input: { projectId }, refetchInterval: 15_000 }),
  );
  return (
    <Stack gap={40} maw={920}>
      <Section
        title="Spending"
        text="A call is only made when its highest possible cost still fits under every cap. The practice writer and servers of your own cost nothing."
      >
        {spending.isPending ? <BlockSkeleton height={190} /> : null}
        {spending.isError ? (
          <ErrorState
            message={plainError(spending.error).message}
            onRetry={() => void spending.refetch()}
          />
        ) : null}
        {spending.data ? (
          <div className={classes.spent}>
            <Spent
              title={monthName(spending.data.month)}
              text="The whole workspace, this month (UTC)"
              label="Monthly cap"
              amounts={spending.data.workspace}
              save={(capMicros) => client.writers.setMonthlyCap({ capMicros })}
            />
            <Spent
              title="This project"
              text="Since it began"
              label="Project cap"
              amounts={spending.data.project}
              save={(capMicros) => client.writers.setProjectCap({ projectId, capMicros })}
            />
          </div>
        ) : null}
      </Section>
    </Stack>
  );
}

function Spent({
  title,
  text,
  label,
  amounts,
  save,
}: {
  title: string;
  text: string;
  label: string;
  amounts: Spending["project"];
  save: (capMicros: number | null) => Promise<unknown>;
}) {
  const { may } = useSession();
  const { spentMicros, reservedMicros, capMicros } = amounts;
  const share = capMicros ? Math.min(100, (spentMicros / capMicros) * 100) : 0;
  return (
    <section aria-label={title}>
      <Text fw={550}>{title}</Text>
      <Text size="xs" c="dimmed">
        {text}
      </Text>
      <Text fz="1.75rem" fw={620} lh="2.5rem" mt={4} style={{ fontVariantNumeric: "tabular-nums" }}>
        {formatMoney(spentMicros)}
      </Text>
      {capMicros === null ? null : (
        <Progress
          value={share}
          size="sm"
          aria-label={`Share of the ${label.toLowerCase()} spent`}
        />
      )}
      <Text size="sm" c="dimmed" mt={4} mb="md">
        {capMicros === null ? "No cap" : `of at most ${formatMoney(capMicros)}`}
        {reservedMicros > 0 ? `, ${formatMoney(reservedMicros)} held for calls under way` : ""}
      </Text>
      {may("manage") ? <CapForm label={label} capMicros={capMicros} save={save} /> : null}
    </section>
  );
}

function monthName(month: string): string {
  return new Intl.DateTimeFormat("en", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${month}-01T00:00:00Z`));
}
