/** The shapes of the desk's mail routes, as types only: this is what the desk imports. */
import type { InferOutput } from 'valibot';
import type * as schema from './mail-schema.ts';

export type MailView = InferOutput<typeof schema.MailView>;
export type OutboxPage = InferOutput<typeof schema.OutboxPage>;
export type MailInAnswer = InferOutput<typeof schema.MailInAnswer>;
export type AlertTopic = InferOutput<typeof schema.AlertTopic>;
export type Alerts = InferOutput<typeof schema.Alerts>;
export type AlertsView = InferOutput<typeof schema.AlertsView>;
