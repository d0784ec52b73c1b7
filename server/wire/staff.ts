/** Signing in at the desk. */
import * as v from 'valibot';
import { id, out, strict } from './parts.ts';

const staffEmail = v.pipe(v.string('invalid'), v.trim(), v.toLowerCase(), v.minLength(3, 'required'), v.maxLength(320, 'too-long'));

export const Login = strict({
  email: staffEmail,
  password: v.pipe(v.string('invalid'), v.minLength(1, 'required'), v.maxLength(1_024, 'too-long')),
});

export const SignInLinkRequest = strict({ email: staffEmail });

export const SignInLinkFollow = strict({ token: v.pipe(v.string('invalid'), v.minLength(1, 'required'), v.maxLength(128, 'too-long')) });

export const StaffView = out({ id, email: v.string(), name: v.string(), role: v.picklist(['agent', 'admin']) });

export type StaffView = v.InferOutput<typeof StaffView>;
