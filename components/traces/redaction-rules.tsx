"use client";

import { MoreHorizontal } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Rule } from "@/server/traces/core/redaction/rule";
import type { RulesPage } from "@/server/traces/redaction-schema";
import { type RedactionAct, RedactionActDialog } from "./redaction-act";
import { useRedactionAddress } from "./redaction-address";
import { originalWords, whatWords, whereWords } from "./redaction-words";

type Asked = { readonly act: RedactionAct; readonly rule: Rule };

/** The rules in their order: the first that finds something takes it. */
export function RedactionRules({ page }: { readonly page: RulesPage }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <>
      <Table caption="Rules of redaction, in their order">
        <thead>
          <tr>
            <Th isNumeric className="w-10 max-md:hidden">
              No.
            </Th>
            <Th className="max-md:pl-(--edge)">Rule</Th>
            <Th className="max-md:hidden">Looks at</Th>
            <Th className="max-lg:hidden">The original is</Th>
            <Th>State</Th>
            {page.can.change && <Th isLabelHidden>What to do</Th>}
          </tr>
        </thead>
        <tbody>
          <Declared mayChange={page.can.change} />
          {page.rules.map((rule, index) => (
            <RuleRow key={rule.id} rule={rule} number={index + 1} page={page} onAsk={(act) => setAsked({ act, rule })} />
          ))}
        </tbody>
      </Table>
      <p className="max-w-[75ch] px-4 py-4 text-sm text-pretty text-ink-2 md:px-6">
        Of each value that is taken out, Reeve keeps a salted commitment: whoever has the original can show on the step that it was that.
        Who began a trace, its agents, tools and models are facts of the record and stay.
      </p>
      {asked !== null && <RedactionActDialog key={`${asked.act} ${asked.rule.id}`} {...asked} page={page} onClose={() => setAsked(null)} />}
    </>
  );
}

const Declared = ({ mayChange }: { readonly mayChange: boolean }) => (
  <Tr>
    <Td className="max-md:hidden" />
    <Td className="py-2 max-md:pl-(--edge)">
      <span className="font-medium">What tools declare sensitive</span>
      <span className="block text-xs text-ink-3">
        The arguments that a tool names, wherever they stand in a trace.{" "}
        <Link className="text-accent underline underline-offset-2" href="/agents/tools">
          The tools
        </Link>
      </span>
    </Td>
    <Td className="text-ink-2 max-md:hidden">calls of those tools</Td>
    <Td className="text-ink-2 max-lg:hidden">with the action alone</Td>
    <Td className="text-ink-2">always on</Td>
    {mayChange && <Td />}
  </Tr>
);

type RowProps = { readonly rule: Rule; readonly number: number; readonly page: RulesPage; readonly onAsk: (act: RedactionAct) => void };

function RuleRow({ rule, number, page, onAsk }: RowProps) {
  const [{ rule: open }, setAddress] = useRedactionAddress();
  const { name, what, tools, revealTo, isOn } = rule;
  const change = () => void setAddress({ rule: rule.id });
  return (
    <Tr isSelected={open === rule.id}>
      <Td isNumeric className="text-ink-3 max-md:hidden">
        {number}
      </Td>
      <Td className="py-2 max-md:pl-(--edge)">
        {page.can.change ? (
          <button type="button" className="link text-left font-medium wrap-anywhere" onClick={change}>
            {name}
          </button>
        ) : (
          <span className="font-medium wrap-anywhere">{name}</span>
        )}
        <span className="block max-w-[60ch] text-xs text-ink-3 wrap-anywhere">{whatWords(what)}</span>
        <span className="block text-xs text-ink-3 lg:hidden">The original is {originalWords(revealTo)}.</span>
      </Td>
      <Td className="text-ink-2 wrap-anywhere max-md:hidden">{whereWords(tools)}</Td>
      <Td className="text-ink-2 max-lg:hidden">{originalWords(revealTo)}</Td>
      <Td className={isOn ? "" : "text-ink-3"}>{isOn ? "on" : "off"}</Td>
      {page.can.change && (
        <Td className="text-right">
          <Menu
            trigger={
              <IconButton label={`What to do with “${name}”`}>
                <MoreHorizontal aria-hidden />
              </IconButton>
            }
          >
            <MenuItem onSelect={change}>Change</MenuItem>
            <MenuItem onSelect={() => onAsk(isOn ? "off" : "on")}>{isOn ? "Switch off" : "Switch on"}</MenuItem>
            {page.rules.length > 1 && <MenuItem onSelect={() => onAsk("move")}>Move</MenuItem>}
            <MenuSeparator />
            <MenuItem isDanger onSelect={() => onAsk("remove")}>
              Remove
            </MenuItem>
          </Menu>
        </Td>
      )}
    </Tr>
  );
}
