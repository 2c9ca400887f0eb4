"use client";

import { CloseButton, Kbd, TextInput } from "@mantine/core";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { focusFirstRow } from "#/ui/data-table/row-keys.ts";

/** Words in the reference or the title. "/" comes here, Escape empties it, Arrow down goes to the rows. */
export function SearchField({
  value,
  onSearch,
}: {
  value: string;
  onSearch: (search: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const [sent, setSent] = useState(value);
  // The address changed without us (Back, Clear all): the field follows.
  if (sent !== value) {
    setSent(value);
    if (typed.trim() !== value) setTyped(value);
  }
  const send = useDebouncedCallback(onSearch, { delay: 200, flushOnUnmount: false });
  const change = (text: string) => {
    setTyped(text);
    send(text);
  };
  useHotkeys([
    [
      "/",
      () => {
        if (!document.querySelector("[aria-modal=true]")) input.current?.focus();
      },
    ],
  ]);

  return (
    <TextInput
      ref={input}
      size="xs"
      w={{ base: "100%", sm: 230 }}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") change("");
        if (event.key === "ArrowDown") {
          event.preventDefault();
          focusFirstRow();
        }
      }}
      placeholder="Search reference or title"
      aria-label="Search reference or title"
      aria-keyshortcuts="/"
      leftSection={<IconSearch size={15} stroke={1.8} />}
      rightSection={
        typed ? (
          <CloseButton size="sm" aria-label="Empty the search" onClick={() => change("")} />
        ) : (
          <Kbd size="xs" visibleFrom="sm" aria-hidden>
            /
          </Kbd>
        )
      }
    />
  );
}
