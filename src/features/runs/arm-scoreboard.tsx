"use client";

import { Box, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, plainError } from "#/api/client.ts";
import type { ComparedArms } from "#/core/comparing/schema.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { ScoreTable } from "#/features/comparing/score-table.tsx";
import { Verdicts } from "#/features/comparing/verdicts.tsx";
import { PracticeMark } from "#/features/conversations/practice-mark.tsx";
import { formatCount } from "#/lib/format.ts";
import { Section } from "#/ui/section.tsx";
import { ErrorState } from "#/ui/states.tsx";

/** The sides of a run that compares templates or writers; nothing for any other run. */
export function ArmScoreboard({ batch }: { batch: BatchProgress }) {
  const input = { batchId: batch.id };
  const compared = useQuery(api.comparing.arms.queryOptions({ input, staleTime: 0 }));
  const ended = batch.done + batch.failed + batch.cancelled;
  const seen = useRef(ended);
  const { refetch } = compared;
  useEffect(() => {
    if (seen.current === ended) return;
    seen.current = ended;
    void refetch();
  }, [ended, refetch]);
  if (compared.isError) {
    return (
      <ErrorState
        message={plainError(compared.error).message}
        onRetry={() => void compared.refetch()}
      />
    );
  }
  if (!compared.data) return null;
  const { over, arms, pairs } = compared.data;
  return (
    <Box mb="xl">
      <Section
        title="Comparison"
        text={
          over === "template"
            ? "Each side writes with its own version of the template. The conversations were dealt by chance, each kind and persona alike."
            : "Each side has its own writer. The conversations were dealt by chance, each kind and persona alike."
        }
      >
        <ScoreTable
          label="Comparison"
          first="Side"
          rows={arms.map((arm, side) => ({
            key: String(side),
            name: <ArmName arm={arm} over={over} />,
            written: `${formatCount(arm.written)} of ${formatCount(arm.total)}`,
            isPractice: arm.writer.isPractice,
            figures: arm,
          }))}
        />
        <Verdicts sides={arms} pairs={pairs} note={practiceNote(compared.data)} />
      </Section>
    </Box>
  );
}

function ArmName({ arm, over }: { arm: ComparedArms["arms"][number]; over: ComparedArms["over"] }) {
  const detail =
    over === "template"
      ? arm.versions.map(({ name, number }) => `${name}, version ${number}`).join("; ")
      : arm.writer.model;
  return (
    <>
      <Group gap={6} wrap="nowrap">
        <Text span size="sm" fw={550}>
          {arm.label}
        </Text>
        {arm.writer.isPractice ? <PracticeMark /> : null}
      </Group>
      {detail === arm.label ? null : (
        <Text size="xs" c="dimmed">
          {detail}
        </Text>
      )}
    </>
  );
}

function practiceNote({ over, arms }: ComparedArms): string | undefined {
  if (over === "writer" || !arms.every(({ writer }) => writer.isPractice)) return undefined;
  return "The practice writer reads no template: whatever differs between these sides is chance. Compare again with a real writer.";
}
