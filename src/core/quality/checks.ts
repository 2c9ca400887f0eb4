import type { QualityCheck } from "./check.ts";
import { leftovers } from "./checks/leftovers.ts";
import { lengthCompliance } from "./checks/length-compliance.ts";
import { messageCount } from "./checks/message-count.ts";
import { roleLeakage } from "./checks/role-leakage.ts";
import { structure } from "./checks/structure.ts";

/** Every check, in the order in which a person reads them. */
export const qualityChecks: readonly QualityCheck[] = [
  structure,
  messageCount,
  lengthCompliance,
  leftovers,
  roleLeakage,
];
