import { z } from "zod";
import { AgentInput, AgentResource } from "@/server/fleet/schema";
import { ExpectedOfAgent } from "@/server/spend/overrun-schema";

/** An agent as the machine API takes it in: with what it is expected to do and to cost. */
export const RegistrationInput = AgentInput.extend({ estimate: ExpectedOfAgent.optional() });
export type RegistrationInput = z.infer<typeof RegistrationInput>;

/** And as it answers with it; no estimate is null. */
export const RegistrationAnswer = AgentResource.extend({ estimate: ExpectedOfAgent.nullable() });
export type RegistrationAnswer = z.infer<typeof RegistrationAnswer>;
export const RegistrationPage = z.object({ items: z.array(RegistrationAnswer), nextCursor: z.string().nullable() });
export type RegistrationPage = z.infer<typeof RegistrationPage>;
