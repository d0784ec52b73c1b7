/** The shapes of the desk's mail routes, as types only: this is what the desk imports. */
import type { InferInput, InferOutput } from 'valibot';
import type * as schema from './mail-schema.ts';

export type MailView = InferOutput<typeof schema.MailView>;
export type OutboxPage = InferOutput<typeof schema.OutboxPage>;
export type MailInAnswer = InferOutput<typeof schema.MailInAnswer>;
export type QuarantineItem = InferOutput<typeof schema.QuarantineItem>;
export type QuarantinePage = InferOutput<typeof schema.QuarantinePage>;
export type QuarantinedMailView = InferOutput<typeof schema.QuarantinedMailView>;
export type QuarantineFiling = InferInput<typeof schema.QuarantineFiling>;
export type AlertTopic = InferOutput<typeof schema.AlertTopic>;
export type Alerts = InferOutput<typeof schema.Alerts>;
export type AlertsView = InferOutput<typeof schema.AlertsView>;
