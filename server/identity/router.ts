import { adminProcedure, personProcedure, publicProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import * as groups from "./groups";
import * as installation from "./installation";
import * as keys from "./keys";
import * as managers from "./managers";
import * as passkeySchema from "./passkey-schema";
import * as passkeys from "./passkeys";
import * as people from "./people";
import * as preferences from "./preferences";
import * as schema from "./schema";
import { listActivePeople, listGroups } from "./service";
import * as sessions from "./sessions";
import * as setup from "./setup";
import * as signingKeys from "./signing-keys";

const settingsProcedure = withRoles("admin", "auditor");

const peopleRouter = router({
  list: settingsProcedure.query(({ ctx }) => people.listPeople(ctx.actor).then(unwrap)),
  invite: adminProcedure.input(schema.InvitePersonInput).mutation(({ ctx, input }) => people.invitePerson(ctx.actor, input).then(unwrap)),
  rename: adminProcedure.input(schema.RenamePersonInput).mutation(({ ctx, input }) => people.renamePerson(ctx.actor, input).then(unwrap)),
  setRoles: adminProcedure.input(schema.SetRolesInput).mutation(({ ctx, input }) => people.setRoles(ctx.actor, input).then(unwrap)),
  setManager: adminProcedure.input(schema.SetManagerInput).mutation(({ ctx, input }) => managers.setManager(ctx.actor, input).then(unwrap)),
  issueLink: adminProcedure
    .input(schema.PersonIdInput)
    .mutation(({ ctx, input }) => people.issueNewLink(ctx.actor, input.personId).then(unwrap)),
  deactivate: adminProcedure
    .input(schema.PersonIdInput)
    .mutation(({ ctx, input }) => people.deactivatePerson(ctx.actor, input.personId).then(unwrap)),
  reactivate: adminProcedure
    .input(schema.PersonIdInput)
    .mutation(({ ctx, input }) => people.reactivatePerson(ctx.actor, input.personId).then(unwrap)),
});

const groupsRouter = router({
  list: settingsProcedure.query(({ ctx }) => groups.listGroupsOfSettings(ctx.actor).then(unwrap)),
  create: adminProcedure.input(schema.CreateGroupInput).mutation(({ ctx, input }) => groups.createGroup(ctx.actor, input).then(unwrap)),
  rename: adminProcedure.input(schema.RenameGroupInput).mutation(({ ctx, input }) => groups.renameGroup(ctx.actor, input).then(unwrap)),
  archive: adminProcedure
    .input(schema.GroupIdInput)
    .mutation(({ ctx, input }) => groups.archiveGroup(ctx.actor, input.groupId).then(unwrap)),
  setMembers: adminProcedure.input(schema.SetMembersInput).mutation(({ ctx, input }) => groups.setMembers(ctx.actor, input).then(unwrap)),
});

const keysRouter = router({
  list: settingsProcedure.query(({ ctx }) => keys.listKeys(ctx.actor).then(unwrap)),
  create: adminProcedure.input(schema.CreateKeyInput).mutation(({ ctx, input }) => keys.createKey(ctx.actor, input).then(unwrap)),
  revoke: adminProcedure.input(schema.KeyIdInput).mutation(({ ctx, input }) => keys.revokeKey(ctx.actor, input.keyId).then(unwrap)),
});

const accountRouter = router({
  preferences: personProcedure.query(({ ctx }) => preferences.preferences(ctx.actor)),
  setUndoSeconds: personProcedure
    .input(schema.UndoSecondsInput)
    .mutation(({ ctx, input }) => preferences.setUndoSeconds(ctx.actor, input).then(unwrap)),
  me: personProcedure.query(({ ctx }) => installation.describeMe(ctx.actor)),
  changePassword: personProcedure
    .input(schema.ChangePasswordInput)
    .mutation(({ ctx, input }) => setup.changePassword(ctx.actor, input).then(unwrap)),
  sessions: personProcedure.query(({ ctx }) => sessions.listOwnSessions(ctx.actor)),
  revokeSession: personProcedure
    .input(schema.SessionIdInput)
    .mutation(({ ctx, input }) => sessions.revokeOwnSession(ctx.actor, input.sessionId).then(unwrap)),
  revokeOtherSessions: personProcedure.mutation(({ ctx }) => sessions.revokeOtherSessions(ctx.actor)),
});

/** Everyone's own: nobody keeps another person's passkeys. */
const passkeysRouter = router({
  list: personProcedure.query(({ ctx }) => passkeys.listPasskeys(ctx.actor)),
  begin: personProcedure
    .input(passkeySchema.BeginEnrolmentInput)
    .mutation(({ ctx, input }) => passkeys.beginEnrolment(ctx.actor, input).then(unwrap)),
  finish: personProcedure
    .input(passkeySchema.FinishEnrolmentInput)
    .mutation(({ ctx, input }) => passkeys.finishEnrolment(ctx.actor, input).then(unwrap)),
  rename: personProcedure
    .input(passkeySchema.RenamePasskeyInput)
    .mutation(({ ctx, input }) => passkeys.renamePasskey(ctx.actor, input).then(unwrap)),
  remove: personProcedure
    .input(passkeySchema.PasskeyIdInput)
    .mutation(({ ctx, input }) => passkeys.removePasskey(ctx.actor, input).then(unwrap)),
});

export const identityRouter = router({
  /** For the page before anybody is known. */
  signInChoices: publicProcedure.query(() => installation.signInChoices()),
  setup: publicProcedure.input(schema.SetupTokenInput).query(({ input }) => setup.describeSetup(input.token).then(unwrap)),
  finishSetup: publicProcedure.input(schema.FinishSetupInput).mutation(({ input }) => setup.finishSetup(input).then(unwrap)),
  /** People and groups to choose from, as owners, members or those who are asked. */
  directory: personProcedure.query(async () => {
    const [activePeople, activeGroups] = await Promise.all([listActivePeople(), listGroups()]);
    return { people: activePeople, groups: activeGroups };
  }),
  organisation: personProcedure.query(({ ctx }) => installation.organisationOfSettings(ctx.actor)),
  changeOrganisation: adminProcedure
    .input(schema.ChangeOrganisationInput)
    .mutation(({ ctx, input }) => installation.changeOrganisation(ctx.actor, input).then(unwrap)),
  setSingleOperator: adminProcedure
    .input(schema.SingleOperatorInput)
    .mutation(({ ctx, input }) => installation.setSingleOperator(ctx.actor, input).then(unwrap)),
  account: accountRouter,
  passkeys: passkeysRouter,
  people: peopleRouter,
  groups: groupsRouter,
  keys: keysRouter,
  signingKeys: settingsProcedure.query(({ ctx }) => signingKeys.listSigningKeysOfSettings(ctx.actor).then(unwrap)),
});
