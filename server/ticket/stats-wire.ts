/** The shapes of the desk's statistics, as types only: this is what the desk imports. */
import type { InferOutput } from 'valibot';
import type * as schema from './stats-schema.ts';

export type Stats = InferOutput<typeof schema.Stats>;
export type StatsTable = InferOutput<typeof schema.StatsTable>;
