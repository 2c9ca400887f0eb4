import { z } from "zod";
import { base, nothing, projectInput } from "./base.ts";
import { voiceProposalsSchema } from "#/core/conversations/voice-proposals-schema.ts";
import { previewVoiceInput, voicePreviewSchema } from "#/core/generation/voice-schema.ts";
import {
  copiedProjectSchema,
  copyProjectInput,
  projectSchema,
  saveSettingsInput,
  saveSetupInput,
  saveVoiceInput,
  starterPackKeys,
  updateProjectInput,
} from "#/core/projects/schema.ts";
import { chooseTaxonomyInput } from "#/core/taxonomy/choice-schema.ts";
import { taxonomySchema } from "#/core/taxonomy/schema.ts";

const path = "/projects/{projectId}" as const;

/** Making a project one's own, and what becomes of it. */
export const projectLife = {
  listArchived: base
    .route({ method: "GET", path: "/archived-projects" })
    .output(z.array(projectSchema)),
  update: base.route({ method: "PATCH", path }).input(updateProjectInput).output(projectSchema),
  copy: base
    .route({ method: "POST", path: `${path}/copy` })
    .input(copyProjectInput)
    .output(copiedProjectSchema),
  archive: base
    .route({ method: "POST", path: `${path}/archive` })
    .input(projectInput)
    .output(projectSchema),
  restore: base
    .route({ method: "POST", path: `${path}/restore` })
    .input(projectInput)
    .output(projectSchema),
  saveVoice: base
    .route({ method: "PUT", path: `${path}/voice` })
    .input(saveVoiceInput)
    .output(projectSchema),
  /** The lines that a writer would get; nothing is stored. */
  previewVoice: base
    .route({ method: "POST", path: `${path}/voice/preview` })
    .input(previewVoiceInput)
    .output(voicePreviewSchema),
  /** What the imported seeds say of the voice. */
  proposeVoice: base
    .route({ method: "GET", path: `${path}/voice/proposals` })
    .input(projectInput)
    .output(voiceProposalsSchema),
  saveSettings: base
    .route({ method: "PUT", path: `${path}/settings` })
    .input(saveSettingsInput)
    .output(projectSchema),
  saveSetup: base
    .route({ method: "PUT", path: `${path}/setup` })
    .input(saveSetupInput)
    .output(projectSchema),
  /** Personas, emotions, topics of the starter content, to choose from. */
  starterTaxonomy: base
    .route({ method: "GET", path: "/starter-taxonomy" })
    .input(z.object({ pack: z.enum(starterPackKeys).default("starter") }))
    .output(taxonomySchema),
  /** Only while nothing is planned. */
  chooseTaxonomy: base
    .route({ method: "PUT", path: `${path}/taxonomy/choice` })
    .input(chooseTaxonomyInput)
    .output(nothing),
};
