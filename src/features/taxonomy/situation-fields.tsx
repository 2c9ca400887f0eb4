"use client";

import { MultiSelect, NumberInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { LinesField } from "./form-fields.tsx";
import type { EdgeCaseDraft, ScenarioDraft } from "./storyline-drafts.ts";
import { useOptions } from "./use-options.ts";
import type { Saving } from "./use-saving.ts";
import { api } from "#/api/client.ts";
import { crisisLevels, edgeCaseFamilies } from "#/core/taxonomy/schema.ts";

interface Shared {
  label: string;
  description: string;
  situation: string;
  topic: string;
  emotions: string[];
  outcome: string;
  personas: string[];
}

/** A scenario: what has happened, to whom, and what grounds it. */
export function ScenarioFields({
  projectId,
  body,
  onChange,
  saving,
}: {
  projectId: string;
  body: ScenarioDraft;
  onChange: (body: ScenarioDraft) => void;
  saving: Saving;
}) {
  const { documents, documentIds } = useOptions(projectId);
  const set = (changes: Partial<ScenarioDraft>) => onChange({ ...body, ...changes });
  const passages = usePassages(body.documents.flatMap((slug) => documentIds.get(slug) ?? []));
  return (
    <>
      <NameAndText body={body} set={set} saving={saving} />
      <TextInput
        label="Family"
        description="Scenarios of one family stand together, such as life-transition."
        value={body.family}
        onChange={(event) => set({ family: event.currentTarget.value })}
        error={saving.errorAt("family")}
      />
      <NumberInput
        label="Complexity, 1 to 5"
        min={1}
        max={5}
        value={body.complexity}
        onChange={(complexity) => set({ complexity })}
        error={saving.errorAt("complexity")}
        w={160}
      />
      <Labels projectId={projectId} body={body} set={set} saving={saving} />
      <MultiSelect
        label="Documents that ground it"
        data={documents}
        value={body.documents}
        onChange={(chosen) =>
          set({
            documents: chosen,
            // Passages of a document that was taken off go with it.
            chunks: chosen.length < body.documents.length ? [] : (body.chunks ?? []),
          })
        }
        error={saving.errorAt("documents")}
        searchable
        nothingFoundMessage="Import documents under Sources first"
      />
      <MultiSelect
        label="Passages, if only some"
        description="None chosen: the nearest ones of these documents are taken."
        data={passages}
        value={body.chunks ?? []}
        onChange={(chunks) => set({ chunks })}
        error={saving.errorAt("chunks")}
        disabled={passages.length === 0}
        searchable
      />
    </>
  );
}

/** The passages of the chosen documents, by heading. */
function usePassages(documentIds: readonly string[]) {
  return useQueries({
    queries: documentIds.map((documentId) =>
      api.sources.getDocument.queryOptions({ input: { documentId }, staleTime: 60_000 }),
    ),
    combine: (results) =>
      results.flatMap(({ data }) =>
        (data?.chunks ?? []).map(({ id, heading }, place) => ({
          value: id,
          label: `${data?.title ?? ""}: ${heading || `passage ${place + 1}`}`,
        })),
      ),
  });
}

/** An edge case: the boundary, why it is one, and who is named instead. */
export function EdgeCaseFields({
  projectId,
  body,
  onChange,
  saving,
}: {
  projectId: string;
  body: EdgeCaseDraft;
  onChange: (body: EdgeCaseDraft) => void;
  saving: Saving;
}) {
  const { edgeArcs } = useOptions(projectId);
  const set = (changes: Partial<EdgeCaseDraft>) => onChange({ ...body, ...changes });
  const { errorAt } = saving;
  return (
    <>
      <NameAndText body={body} set={set} saving={saving} />
      <Textarea
        label="Boundary"
        description="What isn't advised on, and what is said instead."
        autosize
        minRows={2}
        value={body.boundary}
        onChange={(event) => set({ boundary: event.currentTarget.value })}
        error={errorAt("boundary")}
      />
      <Textarea
        label="Why it is a boundary"
        autosize
        minRows={2}
        value={body.why}
        onChange={(event) => set({ why: event.currentTarget.value })}
        error={errorAt("why")}
      />
      <LinesField
        label="Refers to"
        description="Named people and services, one a line."
        value={body.referral}
        onChange={(referral) => set({ referral })}
        error={errorAt("referral")}
      />
      <Select
        label="Family"
        data={edgeCaseFamilies.map((value) => ({ value, label: inWords(value) }))}
        value={body.family}
        allowDeselect={false}
        onChange={(next) => {
          const family = edgeCaseFamilies.find((each) => each === next);
          if (family) set({ family });
        }}
      />
      <Select
        label="Crisis level"
        data={crisisLevels.map((value) => ({ value, label: inWords(value) }))}
        value={body.crisisLevel}
        allowDeselect={false}
        onChange={(next) => {
          const crisisLevel = crisisLevels.find((each) => each === next);
          if (crisisLevel) set({ crisisLevel });
        }}
      />
      <Switch
        label="Needs an expert's review"
        description="Its conversations are approved one by one with the expert's name, and exported only then."
        checked={body.needsExpertReview}
        onChange={(event) => set({ needsExpertReview: event.currentTarget.checked })}
      />
      <Select
        label="Arc"
        data={edgeArcs}
        value={body.arc || null}
        onChange={(arc) => set({ arc: arc ?? "" })}
        error={errorAt("arc")}
        nothingFoundMessage="Add an arc for edge cases first"
        searchable
      />
      <Labels projectId={projectId} body={body} set={set} saving={saving} />
    </>
  );
}

function NameAndText({
  body,
  set,
  saving: { errorAt },
}: {
  body: Shared;
  set: (changes: Partial<Shared>) => void;
  saving: Saving;
}) {
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
        description="What has happened, with its figures."
        autosize
        minRows={3}
        value={body.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
        error={errorAt("description")}
      />
      <Textarea
        label="How it begins"
        description="As a client may put it in the first message."
        autosize
        minRows={2}
        value={body.situation}
        onChange={(event) => set({ situation: event.currentTarget.value })}
        error={errorAt("situation")}
      />
    </>
  );
}

function Labels({
  projectId,
  body,
  set,
  saving: { errorAt },
}: {
  projectId: string;
  body: Shared;
  set: (changes: Partial<Shared>) => void;
  saving: Saving;
}) {
  const { topics, emotions, outcomes, personas } = useOptions(projectId);
  return (
    <>
      <Select
        label="Topic"
        data={topics}
        value={body.topic || null}
        onChange={(topic) => set({ topic: topic ?? "" })}
        error={errorAt("topic")}
        searchable
      />
      <MultiSelect
        label="Primary emotions"
        data={emotions}
        value={body.emotions}
        onChange={(next) => set({ emotions: next })}
        error={errorAt("emotions")}
        searchable
      />
      <Select
        label="Desired outcome"
        data={outcomes}
        value={body.outcome || null}
        onChange={(outcome) => set({ outcome: outcome ?? "" })}
        error={errorAt("outcome")}
        searchable
      />
      <MultiSelect
        label="Personas that it suits"
        description="None chosen: it suits all."
        data={personas}
        value={body.personas}
        onChange={(next) => set({ personas: next })}
        error={errorAt("personas")}
        searchable
      />
    </>
  );
}

function inWords(key: string): string {
  const words = key.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
