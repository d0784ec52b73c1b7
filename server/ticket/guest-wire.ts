import type { InferOutput } from 'valibot';
import type * as schema from './guest-schema.ts';

export type EntranceView = InferOutput<typeof schema.Entrance>;
export type GuestChallengeView = InferOutput<typeof schema.GuestChallengeView>;
export type GuestTokenView = InferOutput<typeof schema.GuestTokenView>;
