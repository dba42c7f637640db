import type { UsesOf } from "@/server/kernel/uses";
import { personProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import * as calendars from "./calendars";
import * as onCalls from "./on-calls";
import { addOverride, removeOverride } from "./overrides";
import * as schema from "./schema";

const editorProcedure = withRoles("operator", "admin");

const calendarsRouter = (usesOf: UsesOf) =>
  router({
    list: personProcedure.query(({ ctx }) => calendars.listCalendars(ctx.actor).then(unwrap)),
    byId: personProcedure.input(schema.CalendarIdInput).query(({ ctx, input }) => calendars.readCalendar(ctx.actor, input.id).then(unwrap)),
    create: editorProcedure
      .input(schema.CalendarInput)
      .mutation(({ ctx, input }) => calendars.createCalendar(ctx.actor, input).then(unwrap)),
    edit: editorProcedure
      .input(schema.EditCalendarInput)
      .mutation(({ ctx, input }) => calendars.editCalendar(ctx.actor, input).then(unwrap)),
    archive: editorProcedure
      .input(schema.ArchiveInput)
      .mutation(({ ctx, input }) => calendars.archiveCalendar(ctx.actor, input, usesOf).then(unwrap)),
    makeDefault: editorProcedure
      .input(schema.CalendarIdInput)
      .mutation(({ ctx, input }) => calendars.makeDefaultCalendar(ctx.actor, input.id).then(unwrap)),
    countries: personProcedure.query(({ ctx }) => calendars.holidayCountries(ctx.actor).then(unwrap)),
    holidays: personProcedure
      .input(schema.HolidayPlaceSchema)
      .query(({ ctx, input }) => calendars.comingHolidays(ctx.actor, input).then(unwrap)),
  });

const onCallRouter = (usesOf: UsesOf) =>
  router({
    list: personProcedure.query(({ ctx }) => onCalls.listOnCalls(ctx.actor).then(unwrap)),
    byId: personProcedure.input(schema.ReadOnCallInput).query(({ ctx, input }) => onCalls.readOnCall(ctx.actor, input).then(unwrap)),
    create: editorProcedure.input(schema.OnCallInput).mutation(({ ctx, input }) => onCalls.createOnCall(ctx.actor, input).then(unwrap)),
    edit: editorProcedure.input(schema.EditOnCallInput).mutation(({ ctx, input }) => onCalls.editOnCall(ctx.actor, input).then(unwrap)),
    archive: editorProcedure
      .input(schema.ArchiveInput)
      .mutation(({ ctx, input }) => onCalls.archiveOnCall(ctx.actor, input, usesOf).then(unwrap)),
    // Who takes turns in a schedule may take a shift of it, whatever their role.
    addOverride: personProcedure.input(schema.AddOverrideInput).mutation(({ ctx, input }) => addOverride(ctx.actor, input).then(unwrap)),
    removeOverride: personProcedure
      .input(schema.RemoveOverrideInput)
      .mutation(({ ctx, input }) => removeOverride(ctx.actor, input).then(unwrap)),
  });

/** `usesOf` says what rests on a calendar or a schedule: rules, targets and chains, which stand further right. */
export const schedulesRouter = (usesOf: UsesOf) => router({ calendars: calendarsRouter(usesOf), onCall: onCallRouter(usesOf) });
