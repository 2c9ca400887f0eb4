import { sql } from "drizzle-orm";
import type { Logger } from "pino";
import type { ConstructorOptions } from "pg-boss";
import type { z } from "zod";
import type { Transaction } from "#/platform/db/connect.ts";

/** A kind of background job: its name in the queue and the shape of its data. */
export interface JobDefinition<Schema extends z.ZodType = z.ZodType> {
  name: string;
  schema: Schema;
}

/** The queue carries wake-up calls only; what is to be done, and by whom, stands in our own tables. */
const common = {
  schema: "queue",
  migrate: false,
  createSchema: false,
  schedule: false,
  registerInstance: false,
} satisfies ConstructorOptions;

/** A wake-up is quick work, and one that is lost is made up for by the sweeper. */
const queueOptions = {
  notify: true,
  retryLimit: 1,
  expireInSeconds: 60,
  deleteAfterSeconds: 3_600,
};

/**
 * Puts a job into the queue inside the caller's transaction: it is there when the transaction commits,
 * and never otherwise. Before the first worker has ever started there is no queue to put it into; that
 * worker then finds the work by itself.
 */
export async function enqueue<Schema extends z.ZodType>(
  tx: Transaction,
  definition: JobDefinition<Schema>,
  data: z.output<Schema> & object,
): Promise<void> {
  // Loaded when first needed: a page that only reads shouldn't wait for it.
  const { fromDrizzle, PgBoss } = await import("pg-boss");
  const boss = new PgBoss({ ...common, db: fromDrizzle(tx, sql), supervise: false });
  await boss.start();
  try {
    // Making the queue here would not do: pg-boss commits around it, and with it the caller's work.
    if (await boss.getQueue(definition.name)) await boss.send(definition.name, data);
  } finally {
    await boss.stop({ graceful: false });
  }
}

export interface Queue {
  /** Calls the handler for each job of the kind, within a second of its commit. */
  work: <Schema extends z.ZodType>(
    definition: JobDefinition<Schema>,
    handler: (data: z.output<Schema>) => Promise<void>,
  ) => Promise<void>;
  stop: () => Promise<void>;
}

/**
 * Starts this process' side of the queue as the app's role, which may not change its tables.
 * @param url the app role's connection. Throws when the queue's schema is missing or of another version.
 */
export async function startQueue({ url, log }: { url: string; log: Logger }): Promise<Queue> {
  const { PgBoss } = await import("pg-boss");
  const boss = new PgBoss({
    ...common,
    connectionString: url,
    max: 3,
    // Index maintenance belongs to the owner of the tables, who isn't signed in here.
    reindex: false,
    monitorVacuum: false,
  });
  boss.on("error", (error) => log.warn({ err: error }, "the queue had a fault and goes on"));
  await boss.start();
  return {
    work: async ({ name, schema }, handler) => {
      await boss.createQueue(name, queueOptions);
      // pg-boss' own notices are lost when they come during a fetch; it then sleeps for half a minute.
      await boss.work(name, { pollingIntervalSeconds: 0.5 }, async (jobs) => {
        for (const job of jobs) await handler(schema.parse(job.data));
      });
    },
    stop: () => boss.stop({ graceful: true, timeout: 3_000 }),
  };
}
