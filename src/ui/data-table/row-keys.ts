import type { KeyboardEvent } from "react";

const rowLink = "[data-row-link]";

/**
 * Keys on a row's link: up and down go from row to row, Space ticks (with Shift: the range), Enter opens
 * because it is a link. Everything else in a row keeps its own keys.
 */
export function onRowKeys(onTick: ((id: string, range: boolean) => void) | undefined) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(event.target instanceof HTMLElement) || !event.target.matches(rowLink)) return;
    const row = event.target.closest<HTMLElement>("[data-row]");
    if (!row) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
      event.preventDefault();
      next?.querySelector<HTMLElement>(rowLink)?.focus();
    }
    if (event.key === " " && onTick) {
      event.preventDefault();
      onTick(row.dataset["row"] ?? "", event.shiftKey);
    }
  };
}

/** Into the table from outside, for instance with Arrow down from the search field. */
export function focusFirstRow(): void {
  document.querySelector<HTMLElement>(rowLink)?.focus();
}
