"use client";

import { Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { findEntries } from "./glossary.ts";
import classes from "./help.module.css";

/** All words of the trade, and a field to find one. */
export function GlossaryList() {
  const [typed, setTyped] = useState("");
  const found = findEntries(typed);
  return (
    <>
      <TextInput
        aria-label="Find a word"
        placeholder="Find a word"
        leftSection={<IconSearch size={16} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        mb="xs"
      />
      {found.length === 0 ? (
        <Text size="sm" c="dimmed" py="md">
          No word here says that. Try a shorter one.
        </Text>
      ) : (
        <dl className={classes.entries}>
          {found.map(({ key, word, text }) => (
            <div key={key}>
              <Text component="dt" size="sm">
                {word}
              </Text>
              <Text component="dd" size="sm">
                {text}
              </Text>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
