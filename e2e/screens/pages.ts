import type { Page } from "@playwright/test";

/** What a project of the pictures holds; a page whose thing is missing is left out. */
export interface Found {
  projectId: string;
  conversationId?: string | undefined;
  documentId?: string | undefined;
  templateId?: string | undefined;
  batchId?: string | undefined;
  /** A run of two sides. */
  comparisonId?: string | undefined;
  /** A run that somebody paused. */
  pausedId?: string | undefined;
}

/** Page -> its address below the project, given the things that the project holds. */
export const pages: Record<string, (found: Found) => string | undefined> = {
  overview: () => "",
  conversations: () => "/conversations",
  conversation: ({ conversationId }) => conversationId && `/conversations/${conversationId}`,
  comparing: ({ conversationId }) =>
    conversationId && `/conversations/${conversationId}?compare=true`,
  plan: () => "/plan",
  personas: () => "/plan?show=personas",
  scenarios: () => "/plan?show=scenarios",
  sources: () => "/sources",
  seeds: () => "/sources?tab=seeds",
  document: ({ documentId }) => documentId && `/sources/${documentId}`,
  templates: () => "/templates",
  template: ({ templateId }) => templateId && `/templates/${templateId}`,
  filled: ({ templateId }) => templateId && `/templates/${templateId}?tab=prompt`,
  trial: ({ templateId }) => templateId && `/templates/${templateId}?tab=trial`,
  versions: ({ templateId }) => templateId && `/templates/${templateId}?tab=versions`,
  runs: () => "/runs",
  run: ({ batchId }) => batchId && `/runs/${batchId}`,
  calls: ({ batchId }) => batchId && `/runs/${batchId}?view=calls`,
  comparison: ({ comparisonId }) => comparisonId && `/runs/${comparisonId}`,
  paused: ({ pausedId }) => pausedId && `/runs/${pausedId}`,
  export: () => "/export",
  activity: () => "/activity",
  help: () => "/help",
  settings: () => "/settings",
  members: () => "/settings/members",
  writers: () => "/settings/writers",
  spending: () => "/settings/spending",
  tokens: () => "/settings/tokens",
  project: () => "/settings/project",
  voice: () => "/settings/voice",
  dimensions: () => "/settings/dimensions",
  "start-business": () => "/start/business",
  "start-voice": () => "/start/voice",
  "start-seeds": () => "/start/seeds",
  "start-documents": () => "/start/documents",
  "start-customers": () => "/start/customers",
  "start-amount": () => "/start/amount",
  "start-writer": () => "/start/writer",
  "start-summary": () => "/start/summary",
};

/** Pages that read nothing while they open, so that neither loading nor an error can be seen there. */
export const still = ["help", "settings"];

/** Pages of no project -> their address; `entry` ones are seen before anybody signs in. */
export const entryPages = {
  setup: "/setup",
  reset: "/reset-password?token=x",
  join: "/join/unknown",
} as const;
export const otherPages = { "new-project": "/projects/new", "api-docs": "/api-docs" } as const;

type Step = ["button" | "menuitem" | "checkbox" | "switch", string | RegExp];

/** Dialog -> the page it opens from, and what is pressed there, one after the other. */
export const dialogs: Record<string, { page: string; steps: Step[]; notAt?: "phone" }> = {
  generate: { page: "conversations", steps: [["button", /^Generate all/]] },
  "generate-target": {
    page: "conversations",
    steps: [
      ["button", /^Generate all/],
      ["button", /^More choices/],
      ["switch", "Write until so many are good"],
    ],
  },
  filters: { page: "conversations", steps: [["button", /^More filters/]] },
  // Cards have no columns, and a phone no keys.
  columns: { page: "conversations", steps: [["button", "Columns"]], notAt: "phone" },
  delete: {
    page: "conversations",
    steps: [
      ["checkbox", /^Select (all on )?this page/],
      ["button", "Delete"],
    ],
  },
  anew: { page: "conversation", steps: [["button", /^Write it anew/]] },
  reject: { page: "conversation", steps: [["button", /^Reject/]] },
  keys: { page: "conversation", steps: [["button", "Show the keys"]], notAt: "phone" },
  cell: { page: "overview", steps: [["button", /^More for /]], notAt: "phone" },
  merge: {
    page: "personas",
    steps: [
      ["button", /^Actions for /],
      ["menuitem", "Merge into…"],
    ],
  },
  value: {
    page: "personas",
    steps: [
      ["button", /^Actions for /],
      ["menuitem", "Edit"],
    ],
  },
  storyline: { page: "scenarios", steps: [["button", /^Add a scenario/]] },
  dimension: { page: "dimensions", steps: [["button", "Add a dimension"]] },
  compare: { page: "templates", steps: [["button", "Compare"]] },
  "arc-template": { page: "templates", steps: [["button", "Template for an arc"]] },
  limits: { page: "paused", steps: [["button", "Change limits"]] },
  stop: { page: "paused", steps: [["button", "Stop"]] },
  connect: { page: "writers", steps: [["button", "Connect a writer"]] },
  terms: { page: "writers", steps: [["button", "Read and accept"]] },
  prices: { page: "writers", steps: [["button", /^Change the price of /]] },
  token: { page: "tokens", steps: [["button", "Make a token"]] },
  copy: { page: "project", steps: [["button", "Copy project"]] },
  archive: { page: "project", steps: [["button", "Archive project"]] },
  "help-drawer": { page: "overview", steps: [["button", "Help"]] },
  anywhere: { page: "overview", steps: [["button", /^Go anywhere/]] },
};

/** Opens a dialog of the page that is shown. In a narrow window the menu may stand before its button. */
export async function openDialog(page: Page, steps: readonly Step[]): Promise<void> {
  for (const [place, [role, name]] of steps.entries()) {
    const target = page.getByRole(role, { name }).first();
    if (place === 0) {
      const drawn = page.getByRole(role, { name, includeHidden: true }).first();
      await drawn.waitFor({ state: "attached", timeout: 10_000 });
      const isHidden = !(await target.isVisible());
      if (isHidden) await page.getByRole("button", { name: "Open the menu" }).click();
    }
    // Not below a bar that stands still.
    await target.evaluate((element) => element.scrollIntoView({ block: "center" }));
    await target.click({ timeout: 10_000 });
  }
  await page.getByRole("dialog").last().waitFor({ timeout: 10_000 });
  await page.locator("[role=dialog] [aria-busy=true]").waitFor({ state: "detached" });
}
