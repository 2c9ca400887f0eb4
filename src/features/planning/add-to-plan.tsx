"use client";

import { Alert, Button, Group, NumberInput, Paper, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { showAddedToast } from "./added-toast.tsx";
import {
  firstForm,
  isSamePlan,
  type PlanFieldErrors,
  type PlanForm,
  readForm,
  splitErrors,
  totalOf,
} from "./plan-form.ts";
import { PlanPreviewPanel } from "./plan-preview.tsx";
import classes from "./planning.module.css";
import { api, client, plainError } from "#/api/client.ts";
import type { PlanInput } from "#/core/planning/schema.ts";
import { type Tier, tiers } from "#/core/taxonomy/schema.ts";
import { tierLabels } from "#/features/conversations/use-taxonomy-labels.ts";
import { formatCount, formatCounted } from "#/lib/format.ts";
import { Section } from "#/ui/section.tsx";

const hints: Record<Tier, string> = {
  template: "Follow an emotional arc",
  scenario: "Real situations, from documents",
  edge_case: "Where a boundary has to hold",
};

/** The hint below its field, so that the fields of a row stand at one height. */
const wrapperOrder = ["label" as const, "input" as const, "error" as const, "description" as const];

/** How many conversations of each tier; first a preview, then the rows. What is typed stays on every error. */
export function AddToPlan({ projectId }: { projectId: string }) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState<PlanForm>(firstForm);
  const [typedErrors, setTypedErrors] = useState<PlanFieldErrors>({});
  const place = useRef<HTMLFormElement>(null);
  const preview = useMutation({ mutationFn: (input: PlanInput) => client.planning.preview(input) });
  const add = useMutation({
    mutationFn: (input: PlanInput) => client.planning.create(input),
    onSuccess: ({ added }, { seed = 1 }) => {
      showAddedToast(projectId, added);
      preview.reset();
      // The page gets shorter by the whole preview: back to where the next plan begins.
      place.current?.scrollIntoView({ block: "center" });
      // The next rows would repeat these with the same number.
      setForm((before) => ({ ...before, seed: seed + 1 }));
      for (const key of [api.conversations.key(), api.projects.key()]) {
        void queryClient.invalidateQueries({ queryKey: key });
      }
    },
  });

  const read = readForm(form);
  const shown =
    preview.data && "plan" in read && isSamePlan(read.plan, preview.variables)
      ? preview.data
      : null;
  const failure = add.error ?? preview.error;
  const plain = failure ? plainError(failure) : null;
  const { atFields, others } = splitErrors(plain?.fields ?? []);
  const errors = { ...atFields, ...typedErrors };
  const general = plain && Object.keys(atFields).length === 0 ? (others[0] ?? plain.message) : null;

  const change = (next: PlanForm) => {
    setForm(next);
    setTypedErrors({});
    add.reset();
    if (preview.error) preview.reset();
  };
  const ask = () => {
    add.reset();
    if ("errors" in read) setTypedErrors(read.errors);
    else preview.mutate({ projectId, ...read.plan });
  };

  return (
    <Section
      title="Add to the plan"
      text="See first what it would add; nothing is written and nothing is spent."
    >
      <Paper p={{ base: "md", sm: "lg" }}>
        <form
          ref={place}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            ask();
          }}
        >
          <div className={classes.fields}>
            {tiers.map((tier) => (
              <NumberInput
                key={tier}
                label={tierLabels[tier]}
                description={hints[tier]}
                inputWrapperOrder={wrapperOrder}
                value={form.counts[tier]}
                min={0}
                max={10_000}
                clampBehavior="none"
                allowDecimal={false}
                inputMode="numeric"
                thousandSeparator=","
                error={errors[`counts.${tier}`]}
                onChange={(value) => change({ ...form, counts: { ...form.counts, [tier]: value } })}
              />
            ))}
            <NumberInput
              label="Variation"
              description="Another number, another mix"
              inputWrapperOrder={wrapperOrder}
              value={form.seed}
              min={0}
              allowDecimal={false}
              inputMode="numeric"
              clampBehavior="none"
              error={errors.seed}
              onChange={(seed) => change({ ...form, seed })}
            />
          </div>
          <Group justify="space-between" mt="md" gap="sm">
            <Text size="sm" c="dimmed" className="tabular">
              {formatCounted(totalOf(form), "conversation")} in all
            </Text>
            <Button
              type="submit"
              variant={shown ? "default" : "filled"}
              loading={preview.isPending}
            >
              {shown ? "Preview again" : "Preview"}
            </Button>
          </Group>
        </form>
        {general ? (
          <Alert
            mt="md"
            color="red"
            variant="light"
            role="alert"
            icon={<IconAlertTriangle size={18} />}
          >
            {general}
          </Alert>
        ) : null}
        {shown && "plan" in read ? (
          <Stack mt="lg">
            <PlanPreviewPanel projectId={projectId} preview={shown} />
            <Group justify="flex-end">
              <Button
                size="md"
                loading={add.isPending}
                disabled={shown.total === 0}
                onClick={() => add.mutate({ projectId, ...read.plan })}
              >
                Add {formatCount(shown.total)}{" "}
                {shown.total === 1 ? "conversation" : "conversations"}
              </Button>
            </Group>
          </Stack>
        ) : null}
      </Paper>
    </Section>
  );
}
