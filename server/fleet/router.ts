import { z } from "zod";
import { operatorProcedure, personProcedure, router, unwrap } from "@/server/trpc/init";
import { countAgents, listAgents, putAgent, readAgent, setGrant } from "./agents";
import { listOwners } from "./owners";
import {
  AgentKey,
  ArchiveTeamInput,
  ArchiveToolInput,
  ListAgentsInput,
  PutToolInput,
  RegisterAgentInput,
  RenameTeamInput,
  SetCostCentreInput,
  SetGrantInput,
  TeamName,
  ToolNameSchema,
  UpdateAgentInput,
} from "./schema";
import { archiveTeam, createTeam, listTeams, renameTeam, setCostCentre } from "./teams";
import { archiveTool, createTool, listTools, readTool, updateTool } from "./tools";

const ByAgent = z.object({ name: AgentKey });
const ByTool = z.object({ name: ToolNameSchema });

export const fleetRouter = router({
  agents: personProcedure.input(ListAgentsInput).query(({ ctx, input }) => listAgents(ctx.actor, input).then(unwrap)),
  counts: personProcedure.query(({ ctx }) => countAgents(ctx.actor).then(unwrap)),
  agent: personProcedure.input(ByAgent).query(({ ctx, input }) => readAgent(ctx.actor, input.name).then(unwrap)),
  registerAgent: operatorProcedure
    .input(RegisterAgentInput)
    .mutation(({ ctx, input }) => putAgent(ctx.actor, input.name, input.agent, "new").then(unwrap)),
  updateAgent: operatorProcedure
    .input(UpdateAgentInput)
    .mutation(({ ctx, input }) => putAgent(ctx.actor, input.name, input.agent, "existing").then(unwrap)),
  setGrant: operatorProcedure.input(SetGrantInput).mutation(({ ctx, input }) => setGrant(ctx.actor, input).then(unwrap)),
  owners: operatorProcedure.query(({ ctx }) => listOwners(ctx.actor).then(unwrap)),

  tools: personProcedure.query(({ ctx }) => listTools(ctx.actor).then(unwrap)),
  tool: personProcedure.input(ByTool).query(({ ctx, input }) => readTool(ctx.actor, input.name).then(unwrap)),
  createTool: operatorProcedure
    .input(PutToolInput)
    .mutation(({ ctx, input }) => createTool(ctx.actor, input.name, input.tool).then(unwrap)),
  updateTool: operatorProcedure
    .input(PutToolInput)
    .mutation(({ ctx, input }) => updateTool(ctx.actor, input.name, input.tool).then(unwrap)),
  archiveTool: operatorProcedure.input(ArchiveToolInput).mutation(({ ctx, input }) => archiveTool(ctx.actor, input).then(unwrap)),

  teams: personProcedure.query(({ ctx }) => listTeams(ctx.actor).then(unwrap)),
  createTeam: operatorProcedure
    .input(z.object({ name: TeamName }))
    .mutation(({ ctx, input }) => createTeam(ctx.actor, input.name).then(unwrap)),
  renameTeam: operatorProcedure.input(RenameTeamInput).mutation(({ ctx, input }) => renameTeam(ctx.actor, input).then(unwrap)),
  setCostCentre: operatorProcedure.input(SetCostCentreInput).mutation(({ ctx, input }) => setCostCentre(ctx.actor, input).then(unwrap)),
  archiveTeam: operatorProcedure.input(ArchiveTeamInput).mutation(({ ctx, input }) => archiveTeam(ctx.actor, input).then(unwrap)),
});
