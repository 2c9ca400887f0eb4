"use client";

import { Accordion, Stack, Text } from "@mantine/core";
import { type ArcPoint, curveOf, floorOf, intensityInWords, pointsOf } from "./arc-curve.ts";
import { between, capitalised } from "./persona-facts.ts";
import classes from "./planning.module.css";
import { Terms } from "./terms.tsx";
import type { Arc, TaxonomyValue } from "#/core/taxonomy/schema.ts";
import { arcDraft } from "#/features/taxonomy/storyline-drafts.ts";
import { StorylineActions } from "#/features/taxonomy/storyline-actions.tsx";

const groups = [
  { tier: "template", text: "Carry the template tier" },
  { tier: "edge_case", text: "For edge cases" },
] as const;

/** Each arc with the course of its feeling; open one for how it is written. */
export function ArcList({
  projectId,
  arcs,
  personas,
  mayWrite,
}: {
  projectId: string;
  mayWrite: boolean;
  arcs: readonly Arc[];
  personas: readonly TaxonomyValue[];
}) {
  const floor = floorOf(arcs);
  const nameOf = (key: string) => personas.find((persona) => persona.key === key)?.label ?? key;
  return (
    <Stack gap="xl">
      {groups.map(({ tier, text }) => {
        const ofTier = arcs.filter((arc) => arc.tier === tier);
        if (ofTier.length === 0) return null;
        return (
          <div key={tier}>
            <Text size="xs" c="dimmed" fw={550} mb={4}>
              {text}
            </Text>
            <Accordion
              multiple
              variant="default"
              order={3}
              keepMounted={false}
              classNames={{ content: classes.panel ?? "" }}
            >
              {ofTier.map((arc) => (
                <Accordion.Item key={arc.key} value={arc.key} className={classes.item ?? ""}>
                  <Accordion.Control px={0}>
                    <ArcHead arc={arc} floor={floor} />
                  </Accordion.Control>
                  <Accordion.Panel>
                    <Stack gap="md">
                      <ArcDetails arc={arc} nameOf={nameOf} />
                      {mayWrite ? (
                        <StorylineActions
                          projectId={projectId}
                          storyline={{ kind: "arc", body: arcDraft(arc) }}
                        />
                      ) : null}
                    </Stack>
                  </Accordion.Panel>
                </Accordion.Item>
              ))}
            </Accordion>
          </div>
        );
      })}
    </Stack>
  );
}

function ArcHead({ arc, floor }: { arc: Arc; floor: number }) {
  const points = pointsOf(arc);
  const [low, high] = arc.exchanges;
  return (
    <span className={classes.head}>
      <Curve points={points} floor={floor} />
      <span className={classes.headMain}>
        <Text component="span" display="block" size="sm" fw={550}>
          {arc.label}
        </Text>
        <Text component="span" display="block" size="xs" c="dimmed" className="tabular">
          {points
            .map((point) => `${capitalised(point.emotion)} ${intensityInWords(point)}`)
            .join(" → ")}
        </Text>
      </span>
      <Text component="span" size="xs" c="dimmed" className="tabular" pr="md">
        {between([low * 2, high * 2], String)} messages
      </Text>
    </span>
  );
}

const frame = { width: 116, height: 44, inset: 4 };

/** The numbers stand beside it; the picture is for the eye. */
function Curve({ points, floor }: { points: readonly ArcPoint[]; floor: number }) {
  const { line, band, dots } = curveOf(points, { ...frame, floor });
  return (
    <svg
      className={classes.curve}
      width={frame.width}
      height={frame.height}
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      aria-hidden
    >
      <path d={band} className={classes.curveBand} />
      <path d={line} className={classes.curveLine} />
      {dots.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r={2.75} className={classes.curveDot} />
      ))}
    </svg>
  );
}

function ArcDetails({ arc, nameOf }: { arc: Arc; nameOf: (key: string) => string }) {
  return (
    <Stack gap="md">
      <Text size="sm" maw={760}>
        {arc.description}
      </Text>
      <div className={classes.details}>
        <Terms
          terms={[
            {
              name: "Phases",
              value: arc.phases.map(({ label, purpose }) => `${label}: ${purpose}`),
            },
            { name: "Suits", value: arc.suitsPersonas.map(nameOf) },
          ]}
        />
        <Terms
          terms={[
            { name: "Works by", value: arc.techniques },
            { name: "Avoids", value: arc.avoid },
          ]}
        />
        <Terms
          terms={[
            { name: "Phrases that fit", value: arc.phrases },
            { name: "How the client shifts", value: arc.clientShifts },
          ]}
        />
      </div>
    </Stack>
  );
}
