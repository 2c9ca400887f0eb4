import { open } from "./procedure.ts";
import { callsRouter } from "./routers/calls.ts";
import { comparingRouter } from "./routers/comparing.ts";
import { conversationsRouter, exportsRouter, reviewRouter } from "./routers/conversations.ts";
import { generationRouter } from "./routers/generation.ts";
import { peopleRouter } from "./routers/people.ts";
import { projectLifeRouter } from "./routers/project-life.ts";
import { auditRouter, planningRouter, projectsRouter, sourcesRouter } from "./routers/projects.ts";
import { tokensRouter } from "./routers/tokens.ts";
import { templatesRouter } from "./routers/templates.ts";
import { storylinesRouter, taxonomyRouter } from "./routers/taxonomy.ts";
import { writersRouter } from "./routers/writers.ts";

/** Parse -> verb -> map the error, for every procedure of the contract. */
export const router = open.router({
  people: peopleRouter,
  projects: { ...projectsRouter, ...projectLifeRouter },
  taxonomy: taxonomyRouter,
  storylines: storylinesRouter,
  planning: planningRouter,
  sources: sourcesRouter,
  templates: templatesRouter,
  conversations: conversationsRouter,
  review: reviewRouter,
  generation: generationRouter,
  comparing: comparingRouter,
  calls: callsRouter,
  exports: exportsRouter,
  audit: auditRouter,
  tokens: tokensRouter,
  writers: writersRouter,
});
