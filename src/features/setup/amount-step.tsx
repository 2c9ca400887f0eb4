"use client";

import { Button, Collapse, NumberInput, Stack, Text } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Counts, countsOf, plannableTiers } from "./amount.ts";
import classes from "./setup.module.css";
import { StepFooter } from "./setup-frame.tsx";
import { useStep } from "./use-step.ts";
import { api, client, plainError } from "#/api/client.ts";
import type { Project } from "#/core/projects/schema.ts";
import { type Storylines, type Tier, tiers } from "#/core/taxonomy/schema.ts";
import { tierLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { Term } from "#/features/help/term.tsx";
import { PlanPreviewPanel } from "#/features/planning/plan-preview.tsx";
import { formatCounted } from "#/lib/format.ts";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";
import { useDraft } from "#/ui/use-draft.ts";

const hints: Record<Tier, string> = {
  template: "Follow how feelings change",
  scenario: "Real situations",
  edge_case: "Where you must hold back",
};

/** How many conversations of each kind, and what a plan of them would be. */
export function AmountStep({ project }: { project: Project }) {
  const input = { projectId: project.id };
  const storylines = useQuery(api.projects.storylines.queryOptions({ input }));
  if (storylines.isError) {
    return (
      <ErrorState
        message={plainError(storylines.error).message}
        onRetry={() => void storylines.refetch()}
      />
    );
  }
  if (!storylines.data) return <RowsSkeleton rows={4} height={56} />;
  return <AmountForm project={project} storylines={storylines.data} />;
}

function AmountForm({ project, storylines }: { project: Project; storylines: Storylines }) {
  const can = plannableTiers(storylines);
  const draft = useDraft<Record<Tier, number | string>>(
    `amount-${project.id}`,
    countsOf(project.setup, storylines),
  );
  const step = useStep(project, "amount");
  const [opened, { toggle }] = useDisclosure();
  const counts = numbersOf(draft.value);
  const [settled] = useDebouncedValue(counts, 400);
  const total = counts ? tiers.reduce((sum, tier) => sum + counts[tier], 0) : 0;
  const preview = useQuery({
    ...api.planning.preview.queryOptions({
      input: { projectId: project.id, ...(settled && { counts: settled }) },
      placeholderData: keepPreviousData,
    }),
    enabled: settled !== null && total > 0,
  });
  const save = async () => {
    if (counts) await client.projects.saveSetup({ projectId: project.id, counts });
    draft.forget();
  };
  const wrong = counts ? null : "Enter whole numbers.";

  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed">
        A good set has three kinds, called <Term name="tier">tiers</Term>: conversations that follow
        an <Term name="arc">arc</Term> of feelings, real <Term name="scenario">situations</Term>,
        and <Term name="edge_case">edge cases</Term>. 40, 35 and 15 is a proven mix.
      </Text>
      <div className={classes.counts}>
        {tiers.map((tier) => (
          <NumberInput
            key={tier}
            label={tierLabels[tier]}
            description={can[tier] ? hints[tier] : "None of your own yet"}
            disabled={!can[tier]}
            min={0}
            max={10_000}
            clampBehavior="none"
            allowDecimal={false}
            value={draft.value[tier]}
            error={wrong !== null && draft.value[tier] === "" ? wrong : null}
            onChange={(value) => {
              step.reset();
              draft.change({ ...draft.value, [tier]: value });
            }}
          />
        ))}
      </div>
      <Text size="sm" className="tabular">
        {formatCounted(total, "conversation")} in all. Planning them costs nothing.
      </Text>
      {preview.isError ? <ErrorState message={plainError(preview.error).message} /> : null}
      {preview.data && total > 0 ? (
        <div>
          <Button variant="default" size="xs" onClick={toggle} aria-expanded={opened}>
            {opened ? "Hide what would be planned" : "See what would be planned"}
          </Button>
          <Collapse expanded={opened} mt="md">
            <PlanPreviewPanel projectId={project.id} preview={preview.data} />
          </Collapse>
        </div>
      ) : null}
      {step.failure ? <ErrorState message={step.failure.message} /> : null}
      <StepFooter back={step.back} skip={step.next}>
        <Button
          loading={step.isGoing}
          disabled={!counts}
          onClick={() => step.go(draft.isChanged ? save : undefined)}
        >
          Continue
        </Button>
      </StepFooter>
    </Stack>
  );
}

function numbersOf(typed: Record<Tier, number | string>): Counts | null {
  const counts = tiers.map((tier) => [tier, typed[tier] === "" ? Number.NaN : Number(typed[tier])]);
  if (counts.some(([, count]) => !Number.isInteger(count))) return null;
  return Object.fromEntries(counts) as Counts;
}
