import type { RowPlan } from "../conversations/schema.ts";
import type { Project } from "../projects/schema.ts";
import type {
  Arc,
  EdgeCase,
  Labels,
  Scenario,
  Storylines,
  Taxonomy,
  TaxonomyValue,
  Tier,
} from "../taxonomy/schema.ts";
import type { PromptChunk } from "../templates/render-chunks.ts";
import type { PromptExample } from "../templates/render-examples.ts";
import type { Material } from "#/platform/llm/material.ts";

/** Everything that one conversation is written from. */
export interface RowMaterial {
  project: Project;
  tier: Tier;
  plan: RowPlan;
  labels: Record<string, TaxonomyValue>;
  /** Labels of the project's dimensions, by key. */
  dimensionLabels: ReadonlyMap<string, string>;
  arc: Arc | null;
  scenario: Scenario | null;
  edgeCase: EdgeCase | null;
  chunks: (PromptChunk & { id: string })[];
  /** Phrases that the project's conversations wear out, the commonest first. */
  wornPhrases: readonly string[];
  examples: readonly PromptExample[];
  /** Which version of the conversation this will be. */
  take: number;
}

/** Looks up what the row's labels and plan name. A name that is gone is passed over. */
export function gatherMaterial({
  project,
  taxonomy,
  storylines,
  row,
  chunks,
  wornPhrases,
  examples,
}: {
  project: Project;
  taxonomy: Taxonomy;
  storylines: Storylines;
  row: { tier: Tier; plan: RowPlan; labels: Labels; versionNumber: number };
  chunks: RowMaterial["chunks"];
  wornPhrases: RowMaterial["wornPhrases"];
  examples: RowMaterial["examples"];
}): RowMaterial {
  const { plan, tier } = row;
  const byKey = <T extends { key: string }>(list: readonly T[], key: string | undefined) =>
    list.find((candidate) => candidate.key === key) ?? null;
  const edgeCase = byKey(storylines.edgeCases, plan.edgeCase);
  return {
    project,
    tier,
    plan,
    labels: Object.fromEntries(
      Object.entries(row.labels).map(([dimension, key]) => [
        dimension,
        valueOf(taxonomy, dimension, key),
      ]),
    ),
    dimensionLabels: new Map(taxonomy.dimensions.map(({ key, label }) => [key, label])),
    arc: arcOf(plan, storylines),
    scenario: byKey(storylines.scenarios, plan.scenario),
    edgeCase,
    chunks,
    wornPhrases,
    examples,
    take: row.versionNumber + 1,
  };
}

/** The arc that a row follows: its own, or that of its edge case; null where it has none, or it is gone. */
export function arcOf(plan: Pick<RowPlan, "arc" | "edgeCase">, storylines: Storylines): Arc | null {
  const edgeCase = storylines.edgeCases.find(({ key }) => key === plan.edgeCase);
  const wanted = plan.arc ?? edgeCase?.arc;
  return storylines.arcs.find(({ key }) => key === wanted) ?? null;
}

function valueOf(taxonomy: Taxonomy, dimension: string, key: string): TaxonomyValue {
  const values = taxonomy.dimensions.find((candidate) => candidate.key === dimension)?.values;
  return (
    values?.find((value) => value.key === key) ?? {
      key,
      label: key,
      description: "",
      weight: 1,
      attributes: {},
    }
  );
}

/** The same as data, for a writer that composes instead of reading the prompt. */
export function materialForWriter(material: RowMaterial): Material {
  const { project, plan, arc, scenario, edgeCase } = material;
  const { userWords, assistantWords } = project.settings;
  return {
    seed: plan.seed,
    take: material.take,
    tier: material.tier,
    language: project.language,
    currency: project.currency,
    messageCount: plan.messageCount,
    userWords,
    assistantWords,
    userVerbosity: plan.userVerbosity,
    opener: plan.opener,
    person: plan.person,
    labels: Object.fromEntries(
      Object.entries(material.labels).map(
        ([dimension, { key, label, description, attributes }]) => [
          dimension,
          { key, label, description, attributes },
        ],
      ),
    ),
    arc: arc && {
      label: arc.label,
      start: arc.start,
      middle: arc.middle,
      end: arc.end,
      phases: arc.phases,
      phrases: arc.phrases,
      clientShifts: arc.clientShifts,
    },
    scenario: scenario && {
      label: scenario.label,
      description: scenario.description,
      situation: scenario.situation,
    },
    edgeCase: edgeCase && {
      label: edgeCase.label,
      family: edgeCase.family,
      situation: edgeCase.situation,
      boundary: edgeCase.boundary,
      referral: edgeCase.referral,
      crisisLevel: edgeCase.crisisLevel,
    },
    chunks: material.chunks.map(({ heading, content }) => ({ heading, content })),
    voice: { name: project.voice.name, principles: project.voice.principles },
  };
}
