import { cleanLines, numbersOf, type Range } from "./form-fields.tsx";
import type { StorylineDraft } from "#/core/taxonomy/edit-schema.ts";
import type { Arc, EdgeCase, Scenario } from "#/core/taxonomy/schema.ts";

export interface PointDraft {
  emotion: string;
  intensity: Range;
}

/** An arc while its numbers are being typed. */
export type ArcDraft = Omit<Arc, "key" | "start" | "middle" | "end" | "exchanges" | "phases"> & {
  start: PointDraft;
  middle: PointDraft | null;
  end: PointDraft;
  exchanges: Range;
  /** One a line: "Name: purpose". */
  phases: string[];
};
export type ScenarioDraft = Omit<Scenario, "key" | "complexity"> & { complexity: number | string };
export type EdgeCaseDraft = Omit<EdgeCase, "key">;

export type StorylineForm =
  | { kind: "arc"; body: ArcDraft }
  | { kind: "scenario"; body: ScenarioDraft }
  | { kind: "edge_case"; body: EdgeCaseDraft };

export const newArc: StorylineForm = {
  kind: "arc",
  body: {
    label: "",
    tier: "template",
    description: "",
    start: { emotion: "", intensity: [0.6, 0.8] },
    middle: null,
    end: { emotion: "", intensity: [0.6, 0.75] },
    exchanges: [4, 6],
    phases: [],
    techniques: [],
    avoid: [],
    phrases: [],
    clientShifts: [],
    suitsPersonas: [],
  },
};
const situation = {
  label: "",
  description: "",
  topic: "",
  emotions: [],
  outcome: "",
  personas: [],
  situation: "",
};
export const newScenario: StorylineForm = {
  kind: "scenario",
  body: { ...situation, family: "", complexity: 3, documents: [], chunks: [] },
};
export const newEdgeCase: StorylineForm = {
  kind: "edge_case",
  body: {
    ...situation,
    family: "crisis",
    boundary: "",
    why: "",
    referral: [],
    crisisLevel: "none",
    needsExpertReview: true,
    arc: "",
  },
};

export function arcDraft({ phases, ...arc }: Arc): ArcDraft & { key: string } {
  return {
    ...arc,
    phases: phases.map(({ label, purpose }) => (purpose ? `${label}: ${purpose}` : label)),
  };
}

/** The form as the server takes it; a number that was emptied is refused there by its field. */
export function readyStoryline(form: StorylineForm): StorylineDraft {
  if (form.kind === "scenario") {
    const { complexity, documents, chunks = [], ...body } = form.body;
    return {
      kind: "scenario",
      body: { ...body, documents, chunks, complexity: complexity === "" ? 0 : Number(complexity) },
    };
  }
  if (form.kind === "edge_case") {
    return {
      kind: "edge_case",
      body: { ...form.body, referral: cleanLines(form.body.referral) },
    };
  }
  const { body } = form;
  const point = ({ emotion, intensity }: PointDraft) => ({
    emotion,
    intensity: filled(intensity, -1),
  });
  return {
    kind: "arc",
    body: {
      ...body,
      start: point(body.start),
      middle: body.middle && point(body.middle),
      end: point(body.end),
      exchanges: filled(body.exchanges, 0),
      phases: cleanLines(body.phases).map(phaseOf),
      techniques: cleanLines(body.techniques),
      avoid: cleanLines(body.avoid),
      phrases: cleanLines(body.phrases),
      clientShifts: cleanLines(body.clientShifts),
    },
  };
}

/** A number that is missing becomes one that the server refuses with its sentence. */
function filled(range: Range, missing: number): [number, number] {
  const [low, high] = numbersOf(range);
  return [Number.isFinite(low) ? low : missing, Number.isFinite(high) ? high : missing];
}

function phaseOf(line: string, place: number) {
  const colon = line.indexOf(":");
  const label = (colon < 0 ? line : line.slice(0, colon)).trim();
  return {
    key: `phase-${place + 1}`,
    label,
    purpose: colon < 0 ? "" : line.slice(colon + 1).trim(),
  };
}
