import { adminProcedure, personProcedure, router, unwrap, withRoles } from "@/server/trpc/init";
import * as deliveries from "./deliveries";
import * as inbox from "./inbox";
import * as preferences from "./preferences";
import * as schema from "./schema";
import * as webhooks from "./webhooks";

const settingsProcedure = withRoles("admin", "auditor");

const webhooksRouter = router({
  create: adminProcedure
    .input(schema.CreateWebhookInput)
    .mutation(({ ctx, input }) => webhooks.createWebhook(ctx.actor, input).then(unwrap)),
  change: adminProcedure
    .input(schema.ChangeWebhookInput)
    .mutation(({ ctx, input }) => webhooks.changeWebhook(ctx.actor, input).then(unwrap)),
  enable: adminProcedure
    .input(schema.EnableWebhookInput)
    .mutation(({ ctx, input }) => webhooks.enableWebhook(ctx.actor, input).then(unwrap)),
  rotate: adminProcedure
    .input(schema.WebhookIdInput)
    .mutation(({ ctx, input }) => webhooks.rotateSecret(ctx.actor, input.endpointId).then(unwrap)),
  test: adminProcedure
    .input(schema.WebhookIdInput)
    .mutation(({ ctx, input }) => webhooks.testWebhook(ctx.actor, input.endpointId).then(unwrap)),
  remove: adminProcedure
    .input(schema.WebhookIdInput)
    .mutation(({ ctx, input }) => webhooks.removeWebhook(ctx.actor, input.endpointId).then(unwrap)),
});

const deliveriesRouter = router({
  list: settingsProcedure.input(schema.DeliveriesInput).query(({ ctx, input }) => deliveries.listDeliveries(ctx.actor, input).then(unwrap)),
  byId: settingsProcedure
    .input(schema.DeliveryIdInput)
    .query(({ ctx, input }) => deliveries.readDelivery(ctx.actor, input.id).then(unwrap)),
  summary: settingsProcedure.query(({ ctx }) => deliveries.summariseDeliveries(ctx.actor).then(unwrap)),
  retry: adminProcedure.input(schema.DeliveryIdInput).mutation(({ ctx, input }) => deliveries.retryNow(ctx.actor, input.id).then(unwrap)),
});

export const notificationsRouter = router({
  inbox: personProcedure.input(schema.InboxInput).query(({ ctx, input }) => inbox.listInbox(ctx.actor, input).then(unwrap)),
  unread: personProcedure.query(({ ctx }) => inbox.countUnread(ctx.actor)),
  mark: personProcedure.input(schema.MarkInput).mutation(({ ctx, input }) => inbox.mark(ctx.actor, input)),
  markAll: personProcedure.input(schema.MarkAllInput).mutation(({ ctx, input }) => inbox.markAll(ctx.actor, new Date(input.upTo))),
  preferences: personProcedure.query(({ ctx }) => preferences.readPreferences(ctx.actor)),
  savePreferences: personProcedure
    .input(schema.PreferencesInput)
    .mutation(({ ctx, input }) => preferences.savePreferences(ctx.actor, input)),
  settings: settingsProcedure.query(({ ctx }) => webhooks.readSettings(ctx.actor).then(unwrap)),
  webhooks: webhooksRouter,
  deliveries: deliveriesRouter,
});
