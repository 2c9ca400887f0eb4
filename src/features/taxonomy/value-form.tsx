"use client";

import { NumberInput, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { FormDrawer } from "./form-drawer.tsx";
import { cleanLines, LinesField, numbersOf, type Range, RangeField } from "./form-fields.tsx";
import { useSaving } from "./use-saving.ts";
import { useTaxonomyActions } from "./use-taxonomy-actions.ts";
import { type AttributeField, attributeFields } from "./value-fields.ts";
import { client } from "#/api/client.ts";
import type { EditableValue } from "#/core/taxonomy/edit-schema.ts";
import { toastUndo } from "#/ui/toast-undo.tsx";
import { toastDone } from "#/ui/toast.ts";

type Draft = Record<string, string | string[] | Range>;

/** A value's name, meaning, weight and what is known of it. Without `value` a new one is added. */
export function ValueForm({
  projectId,
  dimension,
  value,
  onClose,
}: {
  projectId: string;
  dimension: { key: string; label: string };
  value?: EditableValue | undefined;
  onClose: () => void;
}) {
  const { refresh } = useTaxonomyActions(projectId);
  const fields = attributeFields(dimension.key);
  const [label, setLabel] = useState(value?.label ?? "");
  const [description, setDescription] = useState(value?.description ?? "");
  const [weight, setWeight] = useState<number | string>(value?.weight ?? 1);
  const [draft, setDraft] = useState<Draft>(() => draftOf(fields, value?.attributes ?? {}));
  const saving = useSaving((field) => ["label", "description", "weight"].includes(field));

  const save = async () => {
    const place = { projectId, dimension: dimension.key };
    const changes = {
      label,
      description,
      weight: weight === "" ? 1 : Number(weight),
      attributes: { ...value?.attributes, ...attributesOf(fields, draft) },
    };
    if (value) {
      const { key } = value;
      await client.taxonomy.updateValue({ ...place, key, ...cleaned(changes) });
      const { label: oldLabel, description: oldText, weight: oldWeight, attributes } = value;
      toastUndo({
        message: `${label.trim()} is saved.`,
        undo: () =>
          void client.taxonomy
            .updateValue({
              ...place,
              key,
              label: oldLabel,
              description: oldText,
              weight: oldWeight,
              attributes,
            })
            .then(refresh),
      });
    } else {
      await client.taxonomy.addValue({ ...place, ...cleaned(changes) });
      toastDone(`${label.trim()} is added.`);
    }
    await refresh();
    onClose();
  };

  return (
    <FormDrawer
      title={value ? `Edit ${value.label}` : `Add to ${dimension.label}`}
      saving={saving}
      onSave={save}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        data-autofocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        error={saving.errorAt("label")}
      />
      <Textarea
        label="Description"
        description="It goes into the prompts."
        autosize
        minRows={2}
        maxRows={8}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        error={saving.errorAt("description")}
      />
      {dimension.key === "tier" ? null : (
        <NumberInput
          label="Weight"
          description="Its share of planned rows beside the other values; 2 gets twice as many as 1, and 0 none."
          min={0}
          max={1000}
          step={0.5}
          decimalScale={3}
          value={weight}
          onChange={setWeight}
          error={saving.errorAt("weight")}
          w={220}
        />
      )}
      {fields.map((field) => (
        <AttributeInput
          key={field.name}
          field={field}
          value={draft[field.name]}
          onChange={(next) => setDraft((before) => ({ ...before, [field.name]: next }))}
        />
      ))}
    </FormDrawer>
  );
}

function AttributeInput({
  field: { label, kind },
  value,
  onChange,
}: {
  field: AttributeField;
  value: Draft[string] | undefined;
  onChange: (next: Draft[string]) => void;
}) {
  if (kind === "lines") {
    return <LinesField label={label} value={asLines(value)} onChange={onChange} />;
  }
  if (kind === "range") {
    return <RangeField label={label} value={asRange(value)} onChange={onChange} min={0} />;
  }
  const text = typeof value === "string" ? value : "";
  return kind === "line" ? (
    <TextInput
      label={label}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  ) : (
    <Textarea
      label={label}
      autosize
      minRows={2}
      maxRows={8}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function asLines(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" && value !== "" ? [value] : [];
}

function asRange(value: unknown): Range {
  if (!Array.isArray(value)) return ["", ""];
  const [low, high]: unknown[] = value;
  const one = (each: unknown) => (typeof each === "number" || typeof each === "string" ? each : "");
  return [one(low), one(high)];
}

function draftOf(fields: readonly AttributeField[], attributes: Record<string, unknown>): Draft {
  return Object.fromEntries(
    fields.map(({ name, kind }) => {
      const value = attributes[name];
      if (kind === "lines") return [name, asLines(value)];
      if (kind === "range") return [name, asRange(value)];
      return [name, typeof value === "string" ? value : ""];
    }),
  );
}

/** What was emptied is taken away: undefined leaves the attribute out. */
function attributesOf(fields: readonly AttributeField[], draft: Draft): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, kind }) => {
      const value = draft[name];
      if (kind === "lines") {
        const lines = cleanLines(asLines(value));
        return [name, lines.length > 0 ? lines : undefined];
      }
      if (kind === "range") {
        const range = numbersOf(asRange(value));
        return [name, range.every(Number.isFinite) ? range : undefined];
      }
      const text = typeof value === "string" ? value.trim() : "";
      return [name, text === "" ? undefined : text];
    }),
  );
}

function cleaned<T extends { attributes: Record<string, unknown> }>(changes: T): T {
  return {
    ...changes,
    attributes: Object.fromEntries(
      Object.entries(changes.attributes).filter(([, value]) => value !== undefined),
    ),
  };
}
