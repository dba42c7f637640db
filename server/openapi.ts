import { OPERATIONS } from "@/server/gate/openapi-operations";
import { MATURITY_OPERATIONS } from "@/server/maturity/operations";
import { documentOf, type Operation } from "@/server/platform/openapi";

/** Every call of the machine API, of whichever domain; in the order of its use. */
export const ALL_OPERATIONS: readonly Operation[] = [...OPERATIONS, ...MATURITY_OPERATIONS];

/** The machine API as one document. */
export const openApiDocument = () => documentOf(ALL_OPERATIONS);
