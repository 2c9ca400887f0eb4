"use client";

import { Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconUrgent, IconUserCheck } from "@tabler/icons-react";
import classes from "./planning.module.css";
import { StorylineGroups } from "./storyline-groups.tsx";
import { Terms } from "./terms.tsx";
import type { Arc, EdgeCase } from "#/core/taxonomy/schema.ts";
import {
  type TaxonomyLabels,
  useTaxonomyLabels,
} from "#/features/conversations/use-taxonomy-labels.ts";
import { StorylineActions } from "#/features/taxonomy/storyline-actions.tsx";
import { StatusMark } from "#/ui/status-mark.tsx";

/** Where the work ends: the boundary, why it is one, and who is named instead. */
export function EdgeCaseList({
  projectId,
  edgeCases,
  arcs,
  mayWrite,
}: {
  projectId: string;
  mayWrite: boolean;
  edgeCases: readonly EdgeCase[];
  arcs: readonly Arc[];
}) {
  const labels = useTaxonomyLabels(projectId);
  return (
    <StorylineGroups
      storylines={edgeCases.map((edgeCase) => ({
        ...edgeCase,
        mark: <Marks edgeCase={edgeCase} />,
        details: (
          <Stack gap="md">
            <EdgeCaseDetails
              edgeCase={edgeCase}
              arc={arcs.find(({ key }) => key === edgeCase.arc)?.label ?? edgeCase.arc}
              labels={labels}
            />
            {mayWrite ? (
              <StorylineActions
                projectId={projectId}
                storyline={{ kind: "edge_case", body: edgeCase }}
              />
            ) : null}
          </Stack>
        ),
      }))}
    />
  );
}

function EdgeCaseDetails({
  edgeCase,
  arc,
  labels: { labelOf },
}: {
  edgeCase: EdgeCase;
  arc: string;
  labels: TaxonomyLabels;
}) {
  return (
    <Stack gap="md">
      <Text size="sm" maw={760}>
        {edgeCase.description}
      </Text>
      <div className={classes.details}>
        <Terms
          terms={[
            { name: "Boundary", value: edgeCase.boundary },
            { name: "Why", value: edgeCase.why },
          ]}
        />
        <Terms
          terms={[
            { name: "Refers to", value: edgeCase.referral },
            { name: "How it begins", value: `“${edgeCase.situation}”` },
          ]}
        />
        <Terms
          terms={[
            { name: "Arc", value: arc },
            { name: "Topic", value: labelOf("topic", edgeCase.topic) },
            {
              name: "Feelings",
              value: edgeCase.emotions.map((key) => labelOf("emotion", key)).join(", "),
            },
            { name: "Ends with", value: labelOf("outcome", edgeCase.outcome) },
            {
              name: "Suits",
              value: edgeCase.personas.map((key) => labelOf("persona", key)).join(", "),
            },
          ]}
        />
      </div>
    </Stack>
  );
}

const crisis = {
  none: null,
  elevated: {
    label: "Elevated crisis level",
    tone: "warn",
    icon: <IconAlertTriangle size={15} stroke={1.8} />,
  },
  high: { label: "High crisis level", tone: "bad", icon: <IconUrgent size={15} stroke={1.8} /> },
} as const;

function Marks({ edgeCase }: { edgeCase: EdgeCase }) {
  const level = crisis[edgeCase.crisisLevel];
  return (
    <Group component="span" gap="md" pr="md">
      {level ? <StatusMark {...level} /> : null}
      {edgeCase.needsExpertReview ? (
        <StatusMark
          tone="info"
          icon={<IconUserCheck size={15} stroke={1.8} />}
          label="Expert review"
        />
      ) : null}
    </Group>
  );
}
