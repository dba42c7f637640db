import { z } from "zod";
import { ROLES, SCOPES } from "@/server/kernel/roles";

const name = z.string().trim().min(1, "Give a name.").max(120, "At most 120 characters.");
export const EmailSchema = z
  .email("Give an e-mail address.")
  .max(254)
  .transform((email) => email.toLowerCase());
export const PasswordSchema = z.string().min(10, "At least 10 characters.").max(200, "At most 200 characters.");
const roles = z.array(z.enum(ROLES)).min(1, "Choose at least one role.");
const id = z.string().min(1).max(64);

export const InvitePersonInput = z.object({
  name,
  email: EmailSchema,
  title: z.string().trim().max(120).default(""),
  roles,
  groupIds: z.array(id).default([]),
});
export const RenamePersonInput = z.object({ personId: id, name, title: z.string().trim().max(120).default("") });
export const SetRolesInput = z.object({ personId: id, roles });
export const SetManagerInput = z.object({ personId: id, managerId: id.nullable() });
export const PersonIdInput = z.object({ personId: id });

export const CreateGroupInput = z.object({ name });
export const RenameGroupInput = z.object({ groupId: id, name });
export const GroupIdInput = z.object({ groupId: id });
export const SetMembersInput = z.object({ groupId: id, personIds: z.array(id).max(2_000) });

export const CreateKeyInput = z.object({
  name,
  scopes: z.array(z.enum(SCOPES)).min(1, "Choose at least one scope."),
  /** The one agent that the key may speak for; null for any. */
  agentName: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i, "Use the agent's name as registered.")
    .nullable()
    .default(null),
});
export const KeyIdInput = z.object({ keyId: id });

const isTimeZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== null;
  } catch {
    return false;
  }
};
export const ChangeOrganisationInput = z.object({
  name,
  timeZone: z.string().refine(isTimeZone, "Choose a time zone, e.g. Europe/Berlin."),
});

export const SingleOperatorInput = z.object({ isOn: z.boolean() });

export const ChangePasswordInput = z.object({ current: z.string().min(1, "Give your present password.").max(200), next: PasswordSchema });
/** From nothing to ten seconds to undo a decision. */
export const UndoSecondsInput = z.object({ seconds: z.int().min(0, "0 to 10 seconds.").max(10, "0 to 10 seconds.") });
export const SessionIdInput = z.object({ sessionId: id });

export const SetupTokenInput = z.object({ token: z.string().min(1).max(200) });
export const FinishSetupInput = z.object({
  token: z.string().min(1).max(200),
  password: PasswordSchema,
  /** Asked of the first administrator alone: everyone else was named when invited. */
  founder: z
    .object({
      name,
      email: EmailSchema,
      organisation: name,
      /** What the first administrator will do besides: being an administrator alone decides and registers nothing. */
      alsoRoles: z.array(z.enum(["operator", "approver"])).default([]),
    })
    .optional(),
});

export type InvitePerson = z.infer<typeof InvitePersonInput>;
export type CreateKey = z.infer<typeof CreateKeyInput>;
export type FinishSetup = z.infer<typeof FinishSetupInput>;

/** A person as other domains show one. */
export type PersonSummary = { readonly id: string; readonly name: string; readonly email: string; readonly title: string | null };
export type GroupSummary = { readonly id: string; readonly name: string };
export type OrganisationSummary = {
  readonly name: string;
  readonly timeZone: string;
  readonly isDemo: boolean;
  readonly isSingleOperator: boolean;
};
