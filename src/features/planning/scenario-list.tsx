"use client";

import { Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import classes from "./planning.module.css";
import { StorylineGroups } from "./storyline-groups.tsx";
import { Terms } from "./terms.tsx";
import { api } from "#/api/client.ts";
import type { Scenario } from "#/core/taxonomy/schema.ts";
import { StorylineActions } from "#/features/taxonomy/storyline-actions.tsx";
import {
  type TaxonomyLabels,
  useTaxonomyLabels,
} from "#/features/conversations/use-taxonomy-labels.ts";

/** Real situations, each with how involved it is and the documents that ground it. */
export function ScenarioList({
  projectId,
  scenarios,
  mayWrite,
}: {
  projectId: string;
  mayWrite: boolean;
  scenarios: readonly Scenario[];
}) {
  const labels = useTaxonomyLabels(projectId);
  return (
    <StorylineGroups
      storylines={scenarios.map((scenario) => ({
        ...scenario,
        mark: (
          <Text component="span" size="xs" c="dimmed" className="tabular" pr="md">
            {labels.labelOf("topic", scenario.topic)} · complexity {scenario.complexity} of 5
          </Text>
        ),
        details: (
          <Stack gap="md">
            <ScenarioDetails projectId={projectId} scenario={scenario} labels={labels} />
            {mayWrite ? (
              <StorylineActions
                projectId={projectId}
                storyline={{ kind: "scenario", body: scenario }}
              />
            ) : null}
          </Stack>
        ),
      }))}
    />
  );
}

function ScenarioDetails({
  projectId,
  scenario,
  labels: { labelOf },
}: {
  projectId: string;
  scenario: Scenario;
  labels: TaxonomyLabels;
}) {
  return (
    <Stack gap="md">
      <Text size="sm" maw={760}>
        {scenario.description}
      </Text>
      <div className={classes.details}>
        <Terms
          terms={[
            { name: "How it begins", value: `“${scenario.situation}”` },
            { name: "Ends with", value: labelOf("outcome", scenario.outcome) },
          ]}
        />
        <Terms
          terms={[
            {
              name: "Feelings",
              value: scenario.emotions.map((key) => labelOf("emotion", key)).join(", "),
            },
            {
              name: "Suits",
              value: scenario.personas.map((key) => labelOf("persona", key)).join(", "),
            },
          ]}
        />
        <Terms
          terms={[
            {
              name: "Leans on",
              value:
                scenario.documents.length === 0 ? null : (
                  <GroundingDocuments projectId={projectId} slugs={scenario.documents} />
                ),
            },
          ]}
        />
      </div>
    </Stack>
  );
}

/** Documents by title; one that the project lacks is named, because its rows would stay ungrounded. */
function GroundingDocuments({ projectId, slugs }: { projectId: string; slugs: readonly string[] }) {
  const documents = useQuery(
    api.sources.listDocuments.queryOptions({ input: { projectId }, staleTime: 60_000 }),
  );
  return (
    <ul>
      {slugs.map((slug) => {
        const document = documents.data?.find((each) => each.slug === slug);
        return (
          <li key={slug}>
            {document ? (
              <Anchor
                component={Link}
                size="sm"
                href={`/projects/${projectId}/sources/${document.id}`}
              >
                {document.title}
              </Anchor>
            ) : (
              <>
                {slug}
                {documents.data ? (
                  <Text span size="sm" c="dimmed">
                    {" "}
                    (not in the project)
                  </Text>
                ) : null}
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
