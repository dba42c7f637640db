"use client";

import { MoreHorizontal } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { commandsFrom } from "@/server/fleet/core/lifecycle";
import type { AgentView } from "@/server/fleet/schema";

export type AgentAct = "edit" | "go_live" | "retire" | "kill" | "restore";

type Props = { readonly agent: AgentView; readonly onAct: (act: AgentAct) => void };

/** What the one who looks may do with the agent. */
export function AgentActs({ agent, onAct }: Props) {
  const isShadow = agent.state === "shadow";
  const mayGoLive = agent.can.edit && !isShadow && commandsFrom(agent.state).includes("go_live");
  return (
    <>
      {mayGoLive && <Button onClick={() => onAct("go_live")}>Make live</Button>}
      {agent.can.edit && (
        <Button shortcut="e" onClick={() => onAct("edit")}>
          {isShadow ? "Register" : "Edit"}
        </Button>
      )}
      {agent.can.kill && (
        <Button variant="danger" shortcut="⇧ K" onClick={() => onAct("kill")}>
          Kill
        </Button>
      )}
      {agent.can.retire && (
        <Menu
          trigger={
            <IconButton size="md" label="More">
              <MoreHorizontal aria-hidden />
            </IconButton>
          }
        >
          <MenuItem isDanger onSelect={() => onAct("retire")}>
            Retire for good
          </MenuItem>
        </Menu>
      )}
    </>
  );
}
