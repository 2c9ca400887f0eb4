"use client";

import { Button, Scroller, Stack, Tabs, Text } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { ArcList } from "./arc-list.tsx";
import { EdgeCaseList } from "./edge-case-list.tsx";
import { PersonaCards } from "./persona-cards.tsx";
import { ScenarioList } from "./scenario-list.tsx";
import { ValueList } from "./value-list.tsx";
import classes from "./planning.module.css";
import { api, plainError } from "#/api/client.ts";
import type { Storylines, Taxonomy } from "#/core/taxonomy/schema.ts";
import { formatCount } from "#/lib/format.ts";
import { Section } from "#/ui/section.tsx";
import { EmptyState, ErrorState, RowsSkeleton } from "#/ui/states.tsx";

const title = "What plans are made from";

/** The storylines of each tier and the values of each dimension, to read. */
export function Material({ projectId }: { projectId: string }) {
  const input = { projectId };
  const storylines = useQuery(api.projects.storylines.queryOptions({ input }));
  const taxonomy = useQuery(api.projects.taxonomy.queryOptions({ input, staleTime: 60_000 }));

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

function MaterialTabs({
  projectId,
  storylines: { arcs, scenarios, edgeCases },
  taxonomy: { dimensions },
}: {
  projectId: string;
  storylines: Storylines;
  taxonomy: Taxonomy;
}) {
  const [show, setShow] = useQueryState("show", parseAsString.withDefault("arcs"));
  const personas = dimensions.find(({ key }) => key === "persona")?.values ?? [];
  const others = dimensions.filter(({ key }) => key !== "persona" && key !== "tier");
  const tabs = [
    {
      key: "arcs",
      label: "Arcs",
      count: arcs.length,
      view: <ArcList arcs={arcs} personas={personas} />,
    },
    {
      key: "scenarios",
      label: "Scenarios",
      count: scenarios.length,
      view: <ScenarioList projectId={projectId} scenarios={scenarios} />,
    },
    {
      key: "edge-cases",
      label: "Edge cases",
      count: edgeCases.length,
      view: <EdgeCaseList projectId={projectId} edgeCases={edgeCases} arcs={arcs} />,
    },
    {
      key: "personas",
      label: "Personas",
      count: personas.length,
      view: <PersonaCards projectId={projectId} personas={personas} />,
    },
    ...others.map((dimension) => ({
      key: dimension.key,
      label: dimension.label,
      count: dimension.values.length,
      view: <ValueList projectId={projectId} dimension={dimension} />,
    })),
  ];
  if (tabs.every(({ count }) => count === 0)) {
    return (
      <EmptyState
        icon={<IconListDetails size={26} stroke={1.6} />}
        title="Nothing to plan with yet"
        text="A plan draws on personas, emotions, topics and storylines. This project was started empty; a new project with the starter content brings a full set along."
      >
        <Button component={Link} variant="default" href={`/projects/${projectId}/sources`}>
          Go to Sources
        </Button>
      </EmptyState>
    );
  }
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
      {tabs.map(({ key, label, count, view }) => (
        <Tabs.Panel key={key} value={key}>
          {count > 0 ? (
            <Stack>{view}</Stack>
          ) : (
            <Text size="sm" c="dimmed" py="md">
              {label}: this project has none, so a plan can&apos;t draw on them.
            </Text>
          )}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
