/** The shapes of hints and of presence, as types only: this is what the widget and the desk import. */
import type { InferInput, InferOutput } from 'valibot';
import type * as schema from './live-schema.ts';

export type Hint = InferOutput<typeof schema.Hint>;
export type PresenceState = InferInput<typeof schema.PresenceRequest>['state'];
export type DeskPresence = InferOutput<typeof schema.DeskPresence>;
export type Present = DeskPresence['items'][number];
