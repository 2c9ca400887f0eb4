"use client";

import { Radio, Text } from "@mantine/core";
import { type Preset, presets } from "./presets.ts";
import classes from "./writers.module.css";

/** What is to be connected. */
export function PresetChoice({
  value,
  onChange,
}: {
  value: Preset;
  onChange: (preset: Preset) => void;
}) {
  return (
    <Radio.Group
      label="What do you want to connect?"
      value={value.key}
      onChange={(key) => {
        const preset = presets.find((each) => each.key === key);
        if (preset) onChange(preset);
      }}
    >
      <div className={classes.presets} style={{ marginTop: 6 }}>
        {presets.map(({ key, label, text }) => (
          <Radio.Card key={key} value={key} className={classes.preset ?? ""} aria-label={label}>
            <Text size="sm" fw={550}>
              {label}
            </Text>
            <Text size="xs" c="dimmed">
              {text}
            </Text>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
