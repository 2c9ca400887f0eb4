"use client";

import { Scroller, Stack, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { ArcList } from "./arc-list.tsx";
import { EdgeCaseList } from "./edge-case-list.tsx";
import { PersonaCards } from "./persona-cards.tsx";
import { ScenarioList } from "./scenario-list.tsx";
import { ValueList } from "./value-list.tsx";
import classes from "./planning.module.css";
import { api, plainError } from "#/api/client.ts";
import type {
  EditableDimension,
  EditableStorylines,
  EditableTaxonomy,
  StorylineKind,
} from "#/core/taxonomy/edit-schema.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { AddButton } from "#/features/taxonomy/add-button.tsx";
import { RetiredList } from "#/features/taxonomy/retired-list.tsx";
import { newArc, newEdgeCase, newScenario } from "#/features/taxonomy/storyline-drafts.ts";
import { useTaxonomyActions } from "#/features/taxonomy/use-taxonomy-actions.ts";
import { formatCount } from "#/lib/format.ts";
import { Section } from "#/ui/section.tsx";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

const title = "What plans are made from";

/** The storylines of each tier and the values of each dimension, to read and to change. */
export function Material({ projectId }: { projectId: string }) {
  const input = { projectId };
  const storylines = useQuery(api.storylines.get.queryOptions({ input }));
  const taxonomy = useQuery(api.taxonomy.get.queryOptions({ input }));

  if (storylines.isError || taxonomy.isError) {
    const failed = storylines.isError ? storylines : taxonomy;
    return (
      <Section title={title}>
        <ErrorState
          message={plainError(failed.error).message}
          onRetry={() => {
            void storylines.refetch();
            void taxonomy.refetch();
          }}
        />
      </Section>
    );
  }
  if (!storylines.data || !taxonomy.data) {
    return (
      <Section title={title}>
        <RowsSkeleton rows={8} height={52} />
      </Section>
    );
  }
  return (
    <Section title={title}>
      <MaterialTabs projectId={projectId} storylines={storylines.data} taxonomy={taxonomy.data} />
    </Section>
  );
}

interface Tab {
  key: string;
  label: string;
  count: number;
  view: ReactNode;
  add: ReactNode;
  retired: ReactNode;
}

function useTabs(
  projectId: string,
  { arcs, scenarios, edgeCases }: EditableStorylines,
  { dimensions }: EditableTaxonomy,
): Tab[] {
  const { may } = useSession();
  const mayWrite = may("write");
  const { retireValue, retireStoryline } = useTaxonomyActions(projectId);
  const persona = dimensions.find(({ key }) => key === "persona");
  const others = dimensions.filter(
    ({ key, retired }) => key !== "persona" && key !== "tier" && !retired,
  );
  const shared = { projectId, mayWrite };
  const storyTab = (
    kind: StorylineKind,
    key: string,
    label: string,
    list: readonly { key: string; label: string; retired: boolean; planned: number }[],
    parts: Pick<Tab, "view" | "add">,
  ): Tab => ({
    key,
    label,
    count: list.filter(({ retired }) => !retired).length,
    ...parts,
    retired: (
      <RetiredList
        items={list
          .filter(({ retired }) => retired)
          .map((each) => ({ ...each, inUse: each.planned }))}
        onBringBack={
          mayWrite
            ? (storyKey) =>
                void retireStoryline(
                  { kind, key: storyKey },
                  list.find((each) => each.key === storyKey)?.label ?? storyKey,
                  false,
                )
            : undefined
        }
      />
    ),
  });
  const valueTab = (dimension: EditableDimension, label: string, view: ReactNode): Tab => {
    const gone = dimension.values.filter(({ retired }) => retired);
    return {
      key: dimension.key === "persona" ? "personas" : dimension.key,
      label,
      count: dimension.values.length - gone.length,
      view,
      add: <AddButton projectId={projectId} label="Add a value" dimension={dimension} />,
      retired: (
        <RetiredList
          items={gone.map((each) => ({ ...each, inUse: each.conversations }))}
          onBringBack={
            mayWrite
              ? (key) =>
                  void retireValue(
                    { dimension: dimension.key, key },
                    gone.find((each) => each.key === key)?.label ?? key,
                    false,
                  )
              : undefined
          }
        />
      ),
    };
  };
  const live = <T extends { retired: boolean }>(list: readonly T[]) =>
    list.filter(({ retired }) => !retired);
  return [
    storyTab("arc", "arcs", "Arcs", arcs, {
      view: <ArcList {...shared} arcs={live(arcs)} personas={persona?.values ?? []} />,
      add: <AddButton projectId={projectId} label="Add an arc" start={newArc} />,
    }),
    storyTab("scenario", "scenarios", "Scenarios", scenarios, {
      view: <ScenarioList {...shared} scenarios={live(scenarios)} />,
      add: <AddButton projectId={projectId} label="Add a scenario" start={newScenario} />,
    }),
    storyTab("edge_case", "edge-cases", "Edge cases", edgeCases, {
      view: <EdgeCaseList {...shared} edgeCases={live(edgeCases)} arcs={arcs} />,
      add: <AddButton projectId={projectId} label="Add an edge case" start={newEdgeCase} />,
    }),
    ...(persona
      ? [valueTab(persona, "Personas", <PersonaCards {...shared} dimension={persona} />)]
      : []),
    ...others.map((dimension) =>
      valueTab(dimension, dimension.label, <ValueList {...shared} dimension={dimension} />),
    ),
  ];
}

function MaterialTabs({
  projectId,
  storylines,
  taxonomy,
}: {
  projectId: string;
  storylines: EditableStorylines;
  taxonomy: EditableTaxonomy;
}) {
  const { may } = useSession();
  const [show, setShow] = useQueryState("show", parseAsString.withDefault("arcs"));
  const tabs = useTabs(projectId, storylines, taxonomy);
  const current = tabs.some(({ key }) => key === show) ? show : "arcs";
  return (
    <Tabs
      value={current}
      onChange={(next) => void setShow(next, { history: "push" })}
      keepMounted={false}
    >
      <Scroller
        mb="md"
        startControlProps={{ "aria-label": "Tabs before" }}
        endControlProps={{ "aria-label": "Further tabs" }}
      >
        <Tabs.List className={classes.tabs ?? ""}>
          {tabs.map(({ key, label, count }) => (
            <Tabs.Tab key={key} value={key}>
              {label}{" "}
              <Text span size="sm" c="dimmed" className="tabular">
                {formatCount(count)}
              </Text>
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Scroller>
      {tabs.map(({ key, label, count, view, add, retired }) => (
        <Tabs.Panel key={key} value={key}>
          <Stack>
            {may("write") ? add : null}
            {count > 0 ? (
              view
            ) : (
              <Text size="sm" c="dimmed">
                {label}: this project has none yet, so a plan can&apos;t draw on them.
              </Text>
            )}
          </Stack>
          {retired}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
