"use client";

import { NumberInput, Stack, Textarea, TextInput } from "@mantine/core";
import { LineList } from "./line-list.tsx";
import { listFields, voiceWords } from "./voice-words.ts";
import type { Voice } from "#/core/projects/schema.ts";

/** All fields of a voice. `business` is asked for elsewhere in the set-up. */
export function VoiceFields({
  voice,
  errors,
  withBusiness,
  onChange,
}: {
  voice: Voice;
  /** As the server names them: "voice.tone", "voice.principles.2". */
  errors: readonly { field: string; message: string }[];
  withBusiness: boolean;
  onChange: (voice: Voice) => void;
}) {
  const at = (name: string) => errors.find(({ field }) => field === `voice.${name}`)?.message;
  const short = withBusiness ? (["name", "business", "trade"] as const) : (["name"] as const);
  return (
    <Stack gap="lg">
      {short.map((field) => (
        <TextInput
          key={field}
          label={voiceWords[field].label}
          description={voiceWords[field].hint}
          placeholder={voiceWords[field].placeholder}
          value={voice[field]}
          error={at(field)}
          onChange={(event) => onChange({ ...voice, [field]: event.currentTarget.value })}
        />
      ))}
      {(["expertise", "tone"] as const).map((field) => (
        <Textarea
          key={field}
          label={voiceWords[field].label}
          description={voiceWords[field].hint}
          placeholder={voiceWords[field].placeholder}
          autosize
          minRows={2}
          maxRows={8}
          value={voice[field]}
          error={at(field)}
          onChange={(event) => onChange({ ...voice, [field]: event.currentTarget.value })}
        />
      ))}
      <NumberInput
        label={voiceWords.yearsExperience.label}
        maw={180}
        min={0}
        max={100}
        clampBehavior="none"
        allowDecimal={false}
        value={voice.yearsExperience ?? ""}
        error={at("yearsExperience")}
        onChange={(years) => {
          const { yearsExperience: _before, ...rest } = voice;
          onChange(typeof years === "number" ? { ...rest, yearsExperience: years } : rest);
        }}
      />
      {listFields.map((field) => (
        <LineList
          key={field}
          label={voiceWords[field].label}
          hint={voiceWords[field].hint}
          placeholder={voiceWords[field].placeholder}
          lines={voice[field]}
          errorAt={(place) => at(`${field}.${place}`) ?? (place === 0 ? at(field) : undefined)}
          onChange={(lines) => onChange({ ...voice, [field]: lines })}
        />
      ))}
    </Stack>
  );
}
