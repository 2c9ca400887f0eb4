"use client";

import { Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ConnectionFields, type ConnectionDraft } from "./connection-fields.tsx";
import { fieldErrors } from "./field-errors.ts";
import { type Preset, presets } from "./presets.ts";
import { PresetChoice } from "./preset-choice.tsx";
import { TestSteps } from "./test-steps.tsx";
import { useRefreshWriters, useTest } from "./use-connection-actions.ts";
import { client, plainError } from "#/api/client.ts";
import type { Connection } from "#/core/writers/schema.ts";
import { FormError } from "#/features/session/form-error.tsx";
import { ErrorState } from "#/ui/states.tsx";

const fields = ["name", "baseUrl", "apiKey", "concurrency", "isPrivateAllowed"];

/** Connects a writer or changes one, and tries it at once: what is wrong stands where it was entered. */
export function ConnectionDrawer({
  projectId,
  connection,
  onClose,
}: {
  projectId: string;
  connection?: Connection;
  onClose: () => void;
}) {
  const [preset, setPreset] = useState<Preset>(() => presetOf(connection));
  const [draft, setDraft] = useState<ConnectionDraft>(() => draftOf(preset, connection));
  const [saved, setSaved] = useState(connection);
  const refresh = useRefreshWriters();
  const test = useTest(projectId);
  const save = useMutation({
    mutationFn: () => send(draft, preset, saved),
    onSuccess: async (stored) => {
      setSaved(stored);
      // The key has reached its place: it isn't kept in the page.
      setDraft((now) => ({ ...now, apiKey: "", keepsKey: stored.hasKey }));
      await refresh();
      test.mutate(stored.id);
    },
  });
  const errors = fieldErrors(save.error, fields);
  const failure = test.data?.failure ?? null;
  const found = (field: string) =>
    errors.at(field) ?? (failure?.field === field ? failure.message : undefined);

  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={560}
      title={connection ? `Edit ${connection.name}` : "Connect a writer"}
      closeButtonProps={{ "aria-label": "Close" }}
      styles={{ title: { fontWeight: 620 } }}
    >
      <form
        autoComplete="off"
        noValidate
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          test.reset();
          save.mutate();
        }}
      >
        <Stack gap="lg">
          {saved ? null : (
            <PresetChoice
              value={preset}
              onChange={(next) => {
                setPreset(next);
                setDraft(draftOf(next));
                save.reset();
              }}
            />
          )}
          <ConnectionFields draft={draft} preset={preset} errorAt={found} onChange={setDraft} />
          <FormError message={errors.general} />
          {test.isIdle ? null : test.isError ? (
            <ErrorState message={plainError(test.error).message} />
          ) : (
            <TestSteps result={test.data} />
          )}
          {test.isSuccess && !failure ? <WhatNext connection={saved} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {test.isSuccess ? "Done" : "Cancel"}
            </Button>
            <Button
              type="submit"
              variant={test.isSuccess && !failure ? "default" : "filled"}
              loading={save.isPending || test.isPending}
            >
              {test.isSuccess ? "Save and test again" : "Save and test"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

function WhatNext({ connection }: { connection: Connection | undefined }) {
  if (!connection) return null;
  if (connection.models.length === 0) {
    return <Text size="sm">It is connected. Next: choose a model on its card.</Text>;
  }
  if (connection.accepted) return null;
  return (
    <Text size="sm">
      It works. Next, on its card: read and accept what using {connection.terms.vendor} means.
    </Text>
  );
}

function send(draft: ConnectionDraft, preset: Preset, saved: Connection | undefined) {
  const { name, isPrivateAllowed, apiKey, keepsKey } = draft;
  const baseUrl = draft.baseUrl.trim() === "" ? null : draft.baseUrl.trim();
  const concurrency = Number(draft.concurrency === "" ? Number.NaN : draft.concurrency);
  const common = { name, baseUrl, isPrivateAllowed, concurrency };
  if (!saved) return client.writers.addConnection({ ...common, kind: preset.kind, apiKey });
  const key = apiKey === "" && keepsKey ? {} : { apiKey };
  return client.writers.updateConnection({ ...common, connectionId: saved.id, ...key });
}

/** What a connection was made from, as far as it can be told. */
function presetOf(connection: Connection | undefined): Preset {
  const other = presets.find(({ key }) => key === "other");
  const found = connection
    ? presets.find(
        ({ kind, baseUrl }) => kind === connection.kind && baseUrl === (connection.baseUrl ?? ""),
      )
    : presets[0];
  const preset = found ?? other;
  if (!preset) throw new Error("no kinds of servers");
  return connection ? { ...preset, kind: connection.kind } : preset;
}

function draftOf(preset: Preset, connection?: Connection): ConnectionDraft {
  if (connection) {
    const { name, baseUrl, isPrivateAllowed, concurrency, hasKey } = connection;
    return {
      name,
      baseUrl: baseUrl ?? "",
      isPrivateAllowed,
      apiKey: "",
      keepsKey: hasKey,
      concurrency,
    };
  }
  return {
    name: preset.key === "other" ? "" : preset.label,
    baseUrl: preset.baseUrl,
    isPrivateAllowed: preset.isPrivate,
    apiKey: "",
    keepsKey: false,
    concurrency: preset.concurrency,
  };
}
