"use client";

import { useState } from "react";
import { ArcFields } from "./arc-fields.tsx";
import { FormDrawer } from "./form-drawer.tsx";
import { EdgeCaseFields, ScenarioFields } from "./situation-fields.tsx";
import { readyStoryline, type StorylineForm } from "./storyline-drafts.ts";
import { useSaving } from "./use-saving.ts";
import { useTaxonomyActions } from "./use-taxonomy-actions.ts";
import { client } from "#/api/client.ts";
import { toastUndo } from "#/ui/toast-undo.tsx";
import { toastDone } from "#/ui/toast.ts";

const names = { arc: "arc", scenario: "scenario", edge_case: "edge case" } as const;

/** An arc, a scenario or an edge case with all its fields. With `original` it is changed, else added. */
export function StorylineFormDrawer({
  projectId,
  start,
  original,
  onClose,
}: {
  projectId: string;
  start: StorylineForm;
  /** The storyline as it stands, to be changed. */
  original?: (StorylineForm & { body: { key: string } }) | undefined;
  onClose: () => void;
}) {
  const { refresh } = useTaxonomyActions(projectId);
  const [form, setForm] = useState(start);
  const saving = useSaving();
  const save = async () => {
    const storyline = readyStoryline(form);
    const { label } = storyline.body;
    if (original) {
      const place = { projectId, kind: original.kind, key: original.body.key };
      await client.storylines.update({ ...place, storyline });
      toastUndo({
        message: `${label} is saved.`,
        undo: () =>
          void client.storylines
            .update({ ...place, storyline: readyStoryline(original) })
            .then(refresh),
      });
    } else {
      await client.storylines.add({ projectId, storyline });
      toastDone(`${label} is added.`);
    }
    await refresh();
    onClose();
  };
  return (
    <FormDrawer
      title={
        original
          ? `Edit ${original.body.label}`
          : `Add ${form.kind === "scenario" ? "a" : "an"} ${names[form.kind]}`
      }
      saving={saving}
      onSave={save}
      onClose={onClose}
    >
      {form.kind === "arc" ? (
        <ArcFields
          projectId={projectId}
          body={form.body}
          onChange={(body) => setForm({ kind: "arc", body })}
          saving={saving}
        />
      ) : null}
      {form.kind === "scenario" ? (
        <ScenarioFields
          projectId={projectId}
          body={form.body}
          onChange={(body) => setForm({ kind: "scenario", body })}
          saving={saving}
        />
      ) : null}
      {form.kind === "edge_case" ? (
        <EdgeCaseFields
          projectId={projectId}
          body={form.body}
          onChange={(body) => setForm({ kind: "edge_case", body })}
          saving={saving}
        />
      ) : null}
    </FormDrawer>
  );
}
