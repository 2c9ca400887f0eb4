"use client";

import { Checkbox, NumberInput, PasswordInput, Stack, TextInput } from "@mantine/core";
import type { Preset } from "./presets.ts";

export interface ConnectionDraft {
  name: string;
  baseUrl: string;
  isPrivateAllowed: boolean;
  apiKey: string;
  /** A key is stored; an empty field leaves it as it is. */
  keepsKey: boolean;
  concurrency: number | string;
}

/** The fields of a connection, each with what is usual for the kind of server. */
export function ConnectionFields({
  draft,
  preset,
  errorAt,
  onChange,
}: {
  draft: ConnectionDraft;
  preset: Preset;
  errorAt: (field: string) => string | undefined;
  onChange: (draft: ConnectionDraft) => void;
}) {
  const set = (change: Partial<ConnectionDraft>) => onChange({ ...draft, ...change });
  const isVendor = preset.baseUrl === "" && draft.baseUrl === "";
  return (
    <Stack gap="md">
      <TextInput
        label="Name"
        description="How it is called here."
        value={draft.name}
        error={errorAt("name")}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {isVendor ? null : (
        <>
          <TextInput
            label="Address"
            description={preset.addressHint}
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            value={draft.baseUrl}
            error={errorAt("baseUrl")}
            onChange={(event) => set({ baseUrl: event.currentTarget.value })}
          />
          <Checkbox
            label="This server is on this machine or in our own network"
            description="Lets calls go to private addresses. Cloud metadata addresses are never called."
            checked={draft.isPrivateAllowed}
            onChange={(event) => set({ isPrivateAllowed: event.currentTarget.checked })}
          />
        </>
      )}
      <PasswordInput
        label={preset.needsKey ? "Key" : "Key (if the server asks for one)"}
        description={
          draft.keepsKey
            ? "A key is stored. Leave this empty to keep it, or enter a new one."
            : preset.keyHint
        }
        autoComplete="off"
        data-1p-ignore
        data-lpignore="true"
        spellCheck={false}
        value={draft.apiKey}
        error={errorAt("apiKey")}
        aria-invalid={errorAt("apiKey") !== undefined}
        onChange={(event) => set({ apiKey: event.currentTarget.value })}
        visibilityToggleButtonProps={{ "aria-label": "Show the key" }}
      />
      <NumberInput
        label="Calls at a time"
        description="How many conversations may be written side by side."
        maw={340}
        allowDecimal={false}
        allowNegative={false}
        value={draft.concurrency}
        error={errorAt("concurrency")}
        onChange={(concurrency) => set({ concurrency })}
      />
    </Stack>
  );
}
