"use client";

import { Select, Stack, Text } from "@mantine/core";
import { roleWords } from "./role-words.ts";
import { type Role, roles } from "#/core/workspaces/schema.ts";

const choices = roles.map((role) => ({ value: role, label: roleWords[role].label }));

/** One of the four roles; each choice says what it allows. */
export function RoleSelect({
  value,
  onChange,
  error,
  isWrong = false,
  disabled,
  label,
  hiddenLabel = false,
}: {
  value: Role;
  onChange: (role: Role) => void;
  error?: string | null | undefined;
  /** Marks the field where the sentence stands elsewhere. */
  isWrong?: boolean;
  disabled?: boolean | undefined;
  label: string;
  hiddenLabel?: boolean;
}) {
  return (
    <Select
      {...(hiddenLabel ? { "aria-label": label } : { label })}
      data={choices}
      value={value}
      allowDeselect={false}
      disabled={disabled ?? false}
      error={error ?? isWrong}
      w={hiddenLabel ? 132 : 150}
      size={hiddenLabel ? "xs" : "sm"}
      comboboxProps={{ width: 300, position: "bottom-start" }}
      onChange={(next) => {
        const role = roles.find((each) => each === next);
        if (role && role !== value) onChange(role);
      }}
      renderOption={({ option }) => {
        const role = roles.find((each) => each === option.value);
        return (
          <Stack gap={0}>
            <Text size="sm" fw={option.value === value ? 600 : 400}>
              {option.label}
            </Text>
            <Text size="xs" c="dimmed">
              {role ? roleWords[role].text : null}
            </Text>
          </Stack>
        );
      }}
    />
  );
}
