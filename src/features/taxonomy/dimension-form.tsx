"use client";

import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { FormDrawer } from "./form-drawer.tsx";
import { cleanLines, LinesField } from "./form-fields.tsx";
import { useSaving } from "./use-saving.ts";
import { useTaxonomyActions } from "./use-taxonomy-actions.ts";
import { client } from "#/api/client.ts";
import type { EditableDimension } from "#/core/taxonomy/edit-schema.ts";
import { toastDone } from "#/ui/toast.ts";

/** Name and meaning of a dimension; a new one with its values. */
export function DimensionForm({
  projectId,
  dimension,
  onClose,
}: {
  projectId: string;
  dimension: EditableDimension | undefined;
  onClose: () => void;
}) {
  const { refresh } = useTaxonomyActions(projectId);
  const [label, setLabel] = useState(dimension?.label ?? "");
  const [description, setDescription] = useState(dimension?.description ?? "");
  const [values, setValues] = useState<string[]>([]);
  const saving = useSaving((field) => /^(label|description|values)/.test(field));
  const save = async () => {
    if (dimension) {
      const place = { projectId, dimension: dimension.key };
      await client.taxonomy.updateDimension({ ...place, label, description });
      toastDone(`${label.trim()} is saved.`);
    } else {
      const named = cleanLines(values).map((each) => ({ label: each, description: "" }));
      await client.taxonomy.addDimension({ projectId, label, description, values: named });
      toastDone(`${label.trim()} is added. New rows of the plan get its values.`);
    }
    await refresh();
    onClose();
  };
  return (
    <FormDrawer
      title={dimension ? `Edit ${dimension.label}` : "Add a dimension"}
      saving={saving}
      onSave={save}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        placeholder="Season, region, channel"
        data-autofocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        error={saving.errorAt("label")}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        error={saving.errorAt("description")}
      />
      {dimension ? null : (
        <LinesField
          label="Values"
          description="One a line. They can be described and weighed afterwards, under Plan."
          value={values}
          onChange={setValues}
          error={saving.errorAt("values")}
        />
      )}
    </FormDrawer>
  );
}
