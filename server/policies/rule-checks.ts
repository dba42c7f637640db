import { chainExists } from "@/server/escalation/service";
import { inactiveAmong, listApprovers, listGroups, listManagerIds, listPeopleByIds, organisation } from "@/server/identity/service";
import type { FieldError } from "@/server/kernel/result";
import { calendarExists, onCallExists, onCallRotations } from "@/server/schedules/service";
import { conditionProblem } from "./core/condition";
import { reachOf, type StageReach, stageWithoutOthers } from "./core/reach";
import type { RuleDefinition, Stage } from "./core/rule";

/** Over a whole set of rules: conditions that do not compile, and groups, people, schedules, calendars and chains that are gone. */
export async function setErrors(rules: readonly RuleDefinition[]): Promise<FieldError[]> {
  const known = await groupNames();
  const errors = rules.map(async (rule, index) => {
    // What rests asks nobody; it is checked when it comes back.
    const gone = rule.mode === "off" ? [] : await goneErrors(rule);
    return [...conditionErrors(rule), ...groupErrors(rule, known), ...gone].map(({ path, message }) => ({
      path: `rules.${index}.${path}`,
      message,
    }));
  });
  return (await Promise.all(errors)).flat();
}

/**
 * What keeps a rule from working as it is written, each at its field: whom it asks must be there, and enough of them
 * must be able to decide. The author does not count, since nobody decides by a rule of their own.
 */
export async function ruleErrors(rule: RuleDefinition, authorId: string | null): Promise<FieldError[]> {
  const gone = [...conditionErrors(rule), ...groupErrors(rule, await groupNames()), ...(await goneErrors(rule))];
  return gone.length > 0 ? gone : quorumErrors(rule, authorId);
}

const groupNames = async () => new Set((await listGroups()).map((group) => group.name));

function conditionErrors({ when }: RuleDefinition): FieldError[] {
  const message = when === null ? null : conditionProblem(when);
  return message === null ? [] : [{ path: "when", message }];
}

const groupErrors = ({ approval }: RuleDefinition, known: ReadonlySet<string>): FieldError[] =>
  (approval?.stages ?? []).flatMap(({ groups }, stage) =>
    groups.flatMap((name, at) =>
      known.has(name) ? [] : [{ path: `approval.stages.${stage}.groups.${at}`, message: `there is no group "${name}"` }],
    ),
  );

async function goneErrors({ approval }: RuleDefinition): Promise<FieldError[]> {
  if (approval === null) return [];
  const { stages, calendarId, chainId } = approval;
  const [inactive, schedules, calendars, chains] = await Promise.all([
    inactiveAmong(stages.flatMap((stage) => stage.people)),
    onCallExists(stages.flatMap((stage) => stage.onCall)),
    calendarExists(calendarId === null ? [] : [calendarId]),
    chainExists(chainId === null ? [] : [chainId]),
  ]);
  const names = new Map((await listPeopleByIds([...inactive])).map((person) => [person.id, person.name]));
  const nobody = (id: string) => names.get(id) ?? "this person";
  const errors = stages.flatMap((stage, index): FieldError[] => [
    ...stage.people.flatMap((id, at) =>
      inactive.has(id)
        ? [{ path: `approval.stages.${index}.people.${at}`, message: `${nobody(id)} cannot sign in any more; choose someone else` }]
        : [],
    ),
    ...stage.onCall.flatMap((id, at) =>
      schedules.has(id)
        ? []
        : [{ path: `approval.stages.${index}.onCall.${at}`, message: "this on-call schedule is not in use any more; choose another" }],
    ),
  ]);
  if (calendarId !== null && !calendars.has(calendarId))
    errors.push({ path: "approval.calendarId", message: "this calendar is not in use any more; choose another" });
  if (chainId !== null && !chains.has(chainId))
    errors.push({ path: "approval.chainId", message: "this escalation chain is not in use any more; choose another" });
  return errors;
}

async function quorumErrors({ approval }: RuleDefinition, authorId: string | null): Promise<FieldError[]> {
  if (approval === null) return [];
  const { isSingleOperator } = await organisation();
  const reaches = await reachesOf(approval.stages, isSingleOperator ? null : authorId);
  const own = reaches.map((reach) => ({ ...reach, count: reachOf(reach) }));
  const { isAuthorLeftOut } = reaches[0] ?? { isAuthorLeftOut: false };
  const without = isAuthorLeftOut ? ", without you: nobody decides by a rule of their own" : "";
  const errors = own.flatMap(({ count, quorum }, index): FieldError[] => {
    if (count === 0) {
      const message = `no active approver is among those asked here${without}; ask others, or have an administrator make someone an approver`;
      return [{ path: `approval.stages.${index}`, message }];
    }
    if (count >= quorum || isSingleOperator) return [];
    const [people, some] = count === 1 ? ["1 person", "1"] : [`${count} people`, `${count} or fewer`];
    return [
      { path: `approval.stages.${index}.quorum`, message: `only ${people} can decide here${without}; ask for ${some}, or ask more people` },
    ];
  });
  if (errors.length > 0 || isSingleOperator) return errors;
  const short = stageWithoutOthers(reaches);
  if (short === null) return [];
  const needed = reaches.slice(0, short + 1).reduce((sum, { quorum }) => sum + quorum, 0);
  const there = new Set(reaches.slice(0, short + 1).flatMap(({ always, oneOf }) => [...always, ...oneOf.flat()])).size;
  const message = `the stages up to this one need ${needed} different people and reach ${there}${without}; whoever decided a stage decides no later one`;
  return [{ path: `approval.stages.${short}.quorum`, message }];
}

/** Whom each stage reaches at this moment: active approvers, and of on-call schedules and managers one at a time. */
async function reachesOf(stages: readonly Stage[], authorId: string | null): Promise<(StageReach & { isAuthorLeftOut: boolean })[]> {
  const [everyone, groups, rotations, managerIds] = await Promise.all([
    listApprovers(),
    listGroups(),
    onCallRotations(stages.flatMap((stage) => stage.onCall)),
    stages.some((stage) => stage.asksManager) ? listManagerIds() : [],
  ]);
  const approvers = everyone.filter((person) => person.id !== authorId);
  const isAuthorLeftOut = approvers.length < everyone.length;
  const isApprover = new Set(approvers.map((person) => person.id));
  const only = (ids: readonly string[]) => ids.filter((id) => isApprover.has(id));
  const idByName = new Map(groups.map((group) => [group.name, group.id]));
  return stages.map((stage) => {
    const isForAll = stage.groups.length + stage.people.length + stage.onCall.length === 0 && !stage.asksManager;
    const groupIds = new Set(stage.groups.map((name) => idByName.get(name)));
    const members = approvers.filter((person) => isForAll || person.groupIds.some((id) => groupIds.has(id))).map((person) => person.id);
    const turns = stage.onCall.map((id) => only(rotations.get(id) ?? []));
    return {
      quorum: stage.quorum,
      always: [...new Set([...members, ...only(stage.people)])],
      oneOf: stage.asksManager ? [...turns, only(managerIds)] : turns,
      isAuthorLeftOut,
    };
  });
}
