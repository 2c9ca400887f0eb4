import { calls } from "./contract/calls.ts";
import { comparing } from "./contract/comparing.ts";
import { conversations, exportsContract, review } from "./contract/conversations.ts";
import { generation } from "./contract/generation.ts";
import { people } from "./contract/people.ts";
import { projectLife } from "./contract/project-life.ts";
import { audit, planning, projects, sources } from "./contract/projects.ts";
import { storylines, taxonomy } from "./contract/taxonomy.ts";
import { tokens } from "./contract/tokens.ts";
import { templates } from "./contract/templates.ts";
import { writers } from "./contract/writers.ts";

/** The one description of what the product answers: pages, command line and other programs use it. */
export const contract = {
  people,
  projects: { ...projects, ...projectLife },
  taxonomy,
  storylines,
  planning,
  sources,
  templates,
  conversations,
  review,
  generation,
  comparing,
  calls,
  exports: exportsContract,
  audit,
  tokens,
  writers,
};
export type Contract = typeof contract;
