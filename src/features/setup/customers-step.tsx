"use client";

import { Button, Radio, Select, Stack, Text } from "@mantine/core";
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { choiceOf, type CustomersForm, formOfTaxonomy } from "./customers-choice.ts";
import { PackBoxes } from "./pack-boxes.tsx";
import { StepFooter } from "./setup-frame.tsx";
import { useStep } from "./use-step.ts";
import { api, client, plainError } from "#/api/client.ts";
import { type Project, starterPackKeys, type StarterPackKey } from "#/core/projects/schema.ts";
import type { Taxonomy } from "#/core/taxonomy/schema.ts";
import { Term } from "#/features/help/term.tsx";
import { LineList } from "#/features/voice/line-list.tsx";
import { formatCounted } from "#/lib/format.ts";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";
import { useDraft } from "#/ui/use-draft.ts";

/** Who comes, with which feelings, and about what: a pack to begin with, or one's own words. */
export function CustomersStep({ project }: { project: Project }) {
  const input = { projectId: project.id };
  const taxonomy = useQuery(api.projects.taxonomy.queryOptions({ input }));
  const overview = useQuery(api.projects.overview.queryOptions({ input }));
  const named = useQuery(api.taxonomy.listStarterPacks.queryOptions({ staleTime: Infinity }));
  const packs = useQueries({
    queries: starterPackKeys.map((pack) =>
      api.projects.starterTaxonomy.queryOptions({ input: { pack }, staleTime: Infinity }),
    ),
  });
  const failed = [taxonomy, overview, named, ...packs].find(({ isError }) => isError);
  if (failed) {
    return (
      <ErrorState
        message={plainError(failed.error).message}
        onRetry={() => {
          for (const each of [taxonomy, overview, named, ...packs]) void each.refetch();
        }}
      />
    );
  }
  const read = starterPackKeys.flatMap((key, place) => {
    const whole = packs[place]?.data;
    const label = named.data?.find((each) => each.key === key)?.label;
    return whole && label ? [{ key, label, taxonomy: whole }] : [];
  });
  if (!taxonomy.data || !overview.data || read.length < starterPackKeys.length) {
    return <RowsSkeleton rows={6} height={48} />;
  }
  if (overview.data.planned > 0) return <Planned project={project} count={overview.data.planned} />;
  return <Choose project={project} taxonomy={taxonomy.data} packs={read} />;
}

function Choose({
  project,
  taxonomy,
  packs,
}: {
  project: Project;
  taxonomy: Taxonomy;
  packs: { key: StarterPackKey; label: string; taxonomy: Taxonomy }[];
}) {
  const queryClient = useQueryClient();
  const draft = useDraft(`customers-${project.id}`, formOfTaxonomy(taxonomy, packs));
  const form = draft.value;
  const step = useStep(project, "customers");
  const change = (next: Partial<CustomersForm>) => {
    step.reset();
    draft.change({ ...form, ...next });
  };
  const save = async () => {
    await client.projects.chooseTaxonomy({ projectId: project.id, choice: choiceOf(form) });
    draft.forget();
    for (const queryKey of [
      api.projects.taxonomy.key(),
      api.projects.storylines.key(),
      api.conversations.key(),
    ]) {
      void queryClient.invalidateQueries({ queryKey });
    }
  };
  const pack = packs.find(({ key }) => key === form.pack);
  const errors = step.failure?.fields ?? [];
  const at = (list: "personas" | "topics") => (place: number) =>
    errors.find(({ field }) =>
      [`choice.${list}.${place}.label`, place === 0 ? `choice.${list}` : ""].includes(field),
    )?.message;

  return (
    <Stack gap="lg">
      <Radio.Group
        label="Where to begin"
        value={form.kind}
        onChange={(kind) => change({ kind: kind === "own" ? "own" : "starter" })}
      >
        <Stack gap="xs" mt={6}>
          <Radio
            value="starter"
            label="With a ready set"
            description="Customer types, feelings, topics and situations of a trade; leave out what doesn't fit."
          />
          <Radio
            value="own"
            label="With my own words"
            description="You name a few customer types and topics. The feelings and how they change are there already."
          />
        </Stack>
      </Radio.Group>
      {form.kind === "starter" && pack ? (
        <>
          <Select
            label="Trade"
            data={packs.map(({ key, label }) => ({ value: key, label }))}
            value={form.pack}
            allowDeselect={false}
            maw={360}
            onChange={(key) =>
              change({
                pack: starterPackKeys.find((each) => each === key) ?? "starter",
                leaveOut: { persona: [], emotion: [], topic: [] },
              })
            }
          />
          <PackBoxes
            taxonomy={pack.taxonomy}
            leaveOut={form.leaveOut}
            onChange={(leaveOut) => change({ leaveOut })}
          />
        </>
      ) : null}
      {form.kind === "own" ? (
        <>
          <LineList
            label="Customer types"
            hint="One a line. After a colon, what is special about them."
            placeholder="Wedding couple: orders once in a life and worries a lot"
            lines={form.personas}
            errorAt={at("personas")}
            onChange={(personas) => change({ personas })}
          />
          <LineList
            label="Topics"
            hint="One a line: what people ask you about."
            placeholder="Allergies"
            lines={form.topics}
            errorAt={at("topics")}
            onChange={(topics) => change({ topics })}
          />
          <Text size="sm" c="dimmed">
            <Term name="scenario">Scenarios</Term> and <Term name="edge_case">edge cases</Term> of
            your trade can be added under Plan later.
          </Text>
        </>
      ) : null}
      {step.failure ? <ErrorState message={step.failure.message} /> : null}
      <StepFooter back={step.back} skip={step.next}>
        <Button loading={step.isGoing} onClick={() => step.go(draft.isChanged ? save : undefined)}>
          Continue
        </Button>
      </StepFooter>
    </Stack>
  );
}

function Planned({ project, count }: { project: Project; count: number }) {
  const step = useStep(project, "customers");
  return (
    <>
      <Text size="sm">
        {formatCounted(count, "conversation")} {count === 1 ? "is" : "are"} planned from the
        customers and topics that are there, so they can&apos;t be chosen anew. Single ones can be
        changed under Plan.
      </Text>
      <StepFooter back={step.back}>
        <Button loading={step.isGoing} onClick={() => step.go()}>
          Continue
        </Button>
      </StepFooter>
    </>
  );
}
