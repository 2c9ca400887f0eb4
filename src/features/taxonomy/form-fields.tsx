"use client";

import { Group, Input, NumberInput, Textarea } from "@mantine/core";

/** A list of texts, one a line. */
export function LinesField({
  label,
  value,
  onChange,
  error,
  description = "One a line.",
}: {
  label: string;
  value: readonly string[];
  onChange: (lines: string[]) => void;
  error?: string | undefined;
  description?: string;
}) {
  return (
    <Textarea
      label={label}
      description={description}
      autosize
      minRows={2}
      maxRows={10}
      value={value.join("\n")}
      onChange={(event) => onChange(event.currentTarget.value.split("\n"))}
      error={error}
    />
  );
}

/** Without the empty lines and the spaces around the others. */
export function cleanLines(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

export type Range = readonly [number | string, number | string];

/** Two numbers that belong together, such as an age from and to. */
export function RangeField({
  label,
  value,
  onChange,
  error,
  ...numbers
}: {
  label: string;
  value: Range;
  onChange: (range: [number | string, number | string]) => void;
  error?: string | undefined;
  min?: number;
  max?: number;
  step?: number;
  decimalScale?: number;
}) {
  return (
    <Input.Wrapper label={label} labelElement="div" error={error}>
      <Group gap={8} wrap="nowrap" mt={2}>
        <NumberInput
          aria-label={`${label}, from`}
          value={value[0]}
          onChange={(from) => onChange([from, value[1]])}
          w={104}
          {...numbers}
        />
        <span aria-hidden>–</span>
        <NumberInput
          aria-label={`${label}, to`}
          value={value[1]}
          onChange={(to) => onChange([value[0], to])}
          w={104}
          {...numbers}
        />
      </Group>
    </Input.Wrapper>
  );
}

/** A number field that was emptied holds "". */
export function numbersOf([low, high]: Range): [number, number] {
  return [Number(low === "" ? Number.NaN : low), Number(high === "" ? Number.NaN : high)];
}
