"use client";

import {
  Autocomplete,
  Button,
  MultiSelect,
  Select,
  Switch,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { LinesField, numbersOf, RangeField } from "./form-fields.tsx";
import { LiveCurve } from "./live-curve.tsx";
import type { ArcDraft, PointDraft } from "./storyline-drafts.ts";
import classes from "./taxonomy.module.css";
import { useOptions } from "./use-options.ts";
import type { Saving } from "./use-saving.ts";

type Points = "start" | "middle" | "end";
const pointNames: Record<Points, string> = { start: "Start", middle: "Middle", end: "End" };

/** An arc: its course as numbers beside the drawn curve, then how it is written. */
export function ArcFields({
  projectId,
  body,
  onChange,
  saving: { errorAt },
}: {
  projectId: string;
  body: ArcDraft;
  onChange: (body: ArcDraft) => void;
  saving: Saving;
}) {
  const { personas, emotionNames } = useOptions(projectId);
  const set = (changes: Partial<ArcDraft>) => onChange({ ...body, ...changes });
  const points = (["start", "middle", "end"] as const).flatMap((name) => {
    const point = body[name];
    return point ? [{ name, point }] : [];
  });
  const lines = [
    ["phases", "Phases", "One a line, as “Name: purpose”."],
    ["techniques", "Techniques that work", "One a line."],
    ["avoid", "Tactics to avoid", "One a line."],
    ["phrases", "Phrases that fit", "One a line."],
    [
      "clientShifts",
      "How the client shifts",
      "What the client says as the feeling turns, one a line.",
    ],
  ] as const;
  return (
    <>
      <TextInput
        label="Name"
        data-autofocus
        value={body.label}
        onChange={(event) => set({ label: event.currentTarget.value })}
        error={errorAt("label")}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        value={body.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
        error={errorAt("description")}
      />
      <LiveCurve
        points={points.map(({ point }) => {
          const [low, high] = numbersOf(point.intensity);
          return { emotion: point.emotion, low, high };
        })}
      />
      {points.map(({ name, point }) => (
        <PointFields
          key={name}
          name={pointNames[name]}
          point={point}
          emotions={emotionNames}
          error={errorAt(name)}
          onChange={(next) => set({ [name]: next })}
        />
      ))}
      {body.middle ? (
        <Switch label="With a middle" checked onChange={() => set({ middle: null })} />
      ) : (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} />}
          style={{ alignSelf: "flex-start" }}
          onClick={() => set({ middle: { emotion: "", intensity: [0.5, 0.65] } })}
        >
          Add a middle
        </Button>
      )}
      <RangeField
        label="Exchanges (a message and its answer)"
        value={body.exchanges}
        onChange={(exchanges) => set({ exchanges })}
        min={4}
        max={8}
        error={errorAt("exchanges")}
      />
      <Select
        label="For rows of"
        data={[
          { value: "template", label: "The template tier" },
          { value: "edge_case", label: "Edge cases" },
        ]}
        value={body.tier}
        allowDeselect={false}
        onChange={(tier) => set({ tier: tier === "edge_case" ? "edge_case" : "template" })}
      />
      <MultiSelect
        label="Personas that it suits"
        description="None chosen: it suits all."
        data={personas}
        value={body.suitsPersonas}
        onChange={(suitsPersonas) => set({ suitsPersonas })}
        error={errorAt("suitsPersonas")}
        searchable
      />
      {lines.map(([name, label, description]) => (
        <LinesField
          key={name}
          label={label}
          description={description}
          value={body[name]}
          onChange={(next) => set({ [name]: next })}
          error={errorAt(name)}
        />
      ))}
    </>
  );
}

function PointFields({
  name,
  point,
  emotions,
  error,
  onChange,
}: {
  name: string;
  point: PointDraft;
  emotions: string[];
  error: string | undefined;
  onChange: (point: PointDraft) => void;
}) {
  return (
    <div className={classes.points}>
      <Autocomplete
        label={`${name}: emotion`}
        data={emotions}
        value={point.emotion}
        onChange={(emotion) => onChange({ ...point, emotion })}
        error={error}
      />
      <RangeField
        label={`${name}: intensity`}
        value={point.intensity}
        onChange={(intensity) => onChange({ ...point, intensity })}
        min={0}
        max={1}
        step={0.05}
        decimalScale={2}
      />
    </div>
  );
}
