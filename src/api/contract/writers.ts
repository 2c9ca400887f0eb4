import { z } from "zod";
import { base, nothing, projectInput } from "./base.ts";
import { spendingSchema } from "#/core/calls/spending-schema.ts";
import { setMonthlyCapInput, setProjectCapInput } from "#/core/workspaces/spending-schema.ts";
import {
  acceptTermsInput,
  addConnectionInput,
  connectionInput,
  connectionSchema,
  connectionTestSchema,
  listedModelSchema,
  setPricesInput,
  setTaskWriterInput,
  taskChoiceSchema,
  testConnectionInput,
  updateConnectionInput,
  writerChoiceSchema,
} from "#/core/writers/schema.ts";

const connectionPath = "/connections/{connectionId}" as const;

/** Keys travel in and never out: answers carry their last four characters at most. */
export const writers = {
  listChoices: base.route({ method: "GET", path: "/writers" }).output(z.array(writerChoiceSchema)),
  listTaskChoices: base
    .route({ method: "GET", path: "/projects/{projectId}/writers" })
    .input(projectInput)
    .output(z.array(taskChoiceSchema)),
  setTaskWriter: base
    .route({ method: "PUT", path: "/writers/tasks/{task}" })
    .input(setTaskWriterInput)
    .output(nothing),
  listConnections: base
    .route({ method: "GET", path: "/connections" })
    .output(z.array(connectionSchema)),
  addConnection: base
    .route({ method: "POST", path: "/connections" })
    .input(addConnectionInput)
    .output(connectionSchema),
  updateConnection: base
    .route({ method: "PATCH", path: connectionPath })
    .input(updateConnectionInput)
    .output(connectionSchema),
  /** Refused while a run uses it. */
  removeConnection: base
    .route({ method: "DELETE", path: connectionPath })
    .input(connectionInput)
    .output(nothing),
  /** One call of a few words, on the record of the project that is named. */
  testConnection: base
    .route({ method: "POST", path: `${connectionPath}/test` })
    .input(testConnectionInput)
    .output(connectionTestSchema),
  listModels: base
    .route({ method: "GET", path: `${connectionPath}/models` })
    .input(connectionInput)
    .output(z.array(listedModelSchema)),
  /** Millionths of a US dollar per token, which are dollars per million tokens. */
  setPrices: base
    .route({ method: "PUT", path: `${connectionPath}/prices` })
    .input(setPricesInput)
    .output(connectionSchema),
  acceptTerms: base
    .route({ method: "POST", path: `${connectionPath}/terms` })
    .input(acceptTermsInput)
    .output(connectionSchema),
  /** Millionths of a US dollar. */
  getSpending: base
    .route({ method: "GET", path: "/projects/{projectId}/spending" })
    .input(projectInput)
    .output(spendingSchema),
  setMonthlyCap: base
    .route({ method: "PUT", path: "/workspace/monthly-cap" })
    .input(setMonthlyCapInput)
    .output(nothing),
  setProjectCap: base
    .route({ method: "PUT", path: "/projects/{projectId}/cap" })
    .input(setProjectCapInput)
    .output(nothing),
};
