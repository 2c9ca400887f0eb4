"use client";

import { ActionIcon, Button, Group, Input, Stack, Textarea } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useRef } from "react";
import classes from "./voice.module.css";

/** A list that is edited as rows: Enter makes the next one, an empty one is left out when it is saved. */
export function LineList({
  label,
  hint,
  placeholder,
  lines,
  errorAt,
  onChange,
}: {
  label: string;
  hint: string;
  placeholder: string;
  lines: readonly string[];
  errorAt: (place: number) => string | undefined;
  onChange: (lines: string[]) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const shown = lines.length === 0 ? [""] : lines;
  const add = (place: number) => {
    onChange([...shown.slice(0, place), "", ...shown.slice(place)]);
    requestAnimationFrame(() => box.current?.querySelectorAll("textarea")[place]?.focus());
  };
  return (
    <Input.Wrapper label={label} description={hint} labelElement="div">
      <fieldset className={classes.rows} aria-label={label}>
        <Stack gap={6} ref={box}>
          {shown.map((line, place) => (
            <Group key={place} gap={6} wrap="nowrap" align="flex-start">
              <Textarea
                aria-label={`${label}, line ${place + 1}`}
                autosize
                minRows={1}
                maxRows={6}
                style={{ flex: 1 }}
                value={line}
                placeholder={place === 0 ? placeholder : ""}
                error={errorAt(place)}
                onChange={(event) => onChange(shown.with(place, event.currentTarget.value))}
                onKeyDown={(event) => {
                  if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing)
                    return;
                  event.preventDefault();
                  add(place + 1);
                }}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size={34}
                aria-label={`Remove line ${place + 1} of ${label}`}
                // Kept in its place, so that the field doesn't jump when the first letter is typed.
                style={shown.length === 1 && line === "" ? { visibility: "hidden" } : {}}
                onClick={() => onChange(shown.toSpliced(place, 1))}
              >
                <IconX size={16} />
              </ActionIcon>
            </Group>
          ))}
          <div>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPlus size={14} />}
              onClick={() => add(shown.length)}
              aria-label={`Add a line to ${label}`}
            >
              Add a line
            </Button>
          </div>
        </Stack>
      </fieldset>
    </Input.Wrapper>
  );
}
