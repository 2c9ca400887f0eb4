import { member } from "../procedure.ts";
import { getSpending } from "#/core/calls/get-spending.ts";
import { listModels } from "#/core/calls/list-models.ts";
import { testConnection } from "#/core/calls/test-connection.ts";
import { untilSendsAreOut } from "#/core/calls/until-sends-are-out.ts";
import { setProjectCap } from "#/core/projects/set-project-cap.ts";
import { setMonthlyCap } from "#/core/workspaces/set-monthly-cap.ts";
import { acceptTerms } from "#/core/writers/accept-terms.ts";
import { addConnection } from "#/core/writers/add-connection.ts";
import { listChoices } from "#/core/writers/list-choices.ts";
import { listConnections } from "#/core/writers/list-connections.ts";
import { listTaskChoices } from "#/core/writers/list-task-choices.ts";
import { removeConnection } from "#/core/writers/remove-connection.ts";
import { setPrices } from "#/core/writers/set-prices.ts";
import { setTaskWriter } from "#/core/writers/set-task-writer.ts";
import { updateConnection } from "#/core/writers/update-connection.ts";

const done = { ok: true } as const;

export const writersRouter = {
  listChoices: member.writers.listChoices.handler(({ context: { ctx, services } }) =>
    listChoices({ ctx, providers: services.providers }),
  ),
  listTaskChoices: member.writers.listTaskChoices.handler(({ context: { ctx }, input }) =>
    listTaskChoices({ ctx, input }),
  ),
  setTaskWriter: member.writers.setTaskWriter.handler(
    async ({ context: { ctx, services }, input }) => {
      await setTaskWriter({ ctx, providers: services.providers, input });
      return done;
    },
  ),
  listConnections: member.writers.listConnections.handler(({ context: { ctx } }) =>
    listConnections({ ctx }),
  ),
  addConnection: member.writers.addConnection.handler(({ context: { ctx, services }, input }) =>
    addConnection({ ctx, providers: services.providers, input }),
  ),
  updateConnection: member.writers.updateConnection.handler(
    ({ context: { ctx, services }, input }) =>
      updateConnection({ ctx, providers: services.providers, input }),
  ),
  removeConnection: member.writers.removeConnection.handler(async ({ context: { ctx }, input }) => {
    await removeConnection({ ctx, input });
    return done;
  }),
  testConnection: member.writers.testConnection.handler(({ context: { ctx, services }, input }) =>
    testConnection({ ctx, providers: services.providers, input }),
  ),
  listModels: member.writers.listModels.handler(({ context: { ctx, services }, input }) =>
    listModels({ ctx, providers: services.providers, input }),
  ),
  setPrices: member.writers.setPrices.handler(({ context: { ctx }, input }) =>
    setPrices({ ctx, input }),
  ),
  acceptTerms: member.writers.acceptTerms.handler(({ context: { ctx }, input }) =>
    acceptTerms({ ctx, input }),
  ),
  getSpending: member.writers.getSpending.handler(({ context: { ctx }, input }) =>
    getSpending({ ctx, input }),
  ),
  setMonthlyCap: member.writers.setMonthlyCap.handler(async ({ context: { ctx }, input }) => {
    await setMonthlyCap({ ctx, input });
    await untilSendsAreOut(ctx);
    return done;
  }),
  setProjectCap: member.writers.setProjectCap.handler(async ({ context: { ctx }, input }) => {
    await setProjectCap({ ctx, input });
    await untilSendsAreOut(ctx, { projectId: input.projectId });
    return done;
  }),
};
