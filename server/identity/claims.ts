/** What a customer token may say, and what it must. */
import * as v from 'valibot';
import { cleanLine, countVisible, isBroken } from '../ticket/characters.ts';
import type { CatalogItem } from '../ticket/model.ts';
import { readEmail } from '../text/email-address.ts';

const seconds = (name: string) =>
  v.pipe(v.number(`"${name}" must be a number of seconds`), v.finite(`"${name}" must be a number of seconds`));
const wellFormed = (name: string) => v.check<string, string>((text) => text.isWellFormed(), `"${name}" holds broken characters`);

const line = (name: string, max: number) =>
  v.pipe(
    v.string(`"${name}" must be text`),
    v.transform(cleanLine),
    v.maxLength(max, `"${name}" must be at most ${String(max)} characters`),
  );

const orNull = (name: string, max: number) =>
  v.nullish(
    v.pipe(
      line(name, max),
      v.transform((text) => (text === '' ? null : text)),
    ),
  );

const Item = (name: string) =>
  v.object(
    {
      id: v.pipe(line(`${name}.id`, 128), v.minLength(1, `"${name}.id" must not be empty`)),
      label: line(`${name}.label`, 200),
      date: v.nullish(line(`${name}.date`, 40)),
      status: v.nullish(line(`${name}.status`, 80)),
    },
    `"${name}" must hold objects with "id" and "label"`,
  );

const things = (name: string) =>
  v.nullish(
    v.pipe(
      v.array(Item(name), `"${name}" must be a list`),
      v.transform((items): CatalogItem[] => items.map(itemOf)),
    ),
  );

function itemOf({
  id,
  label,
  date,
  status,
}: {
  id: string;
  label: string;
  date?: string | null | undefined;
  status?: string | null | undefined;
}): CatalogItem {
  return { id, label: label === '' ? id : label, ...(date && { date }), ...(status && { status }) };
}

const Legacy = v.object(
  { brand: line('legacy.brand', 40), account: line('legacy.account', 128) },
  '"legacy" must hold objects with "brand" and "account"',
);

export const Claims = v.object(
  {
    iss: v.string('"iss" must be one text'),
    aud: v.string('"aud" must be one text'),
    sub: v.pipe(
      v.string('"sub" must be text'),
      v.minLength(1, '"sub" must not be empty'),
      v.maxLength(128, '"sub" must be at most 128 characters'),
      wellFormed('sub'),
      v.check((text) => !isBroken(text), '"sub" must not hold control characters'),
      v.check((text) => countVisible(text) > 0, '"sub" must not be blank'),
    ),
    iat: seconds('iat'),
    exp: seconds('exp'),
    nbf: v.optional(seconds('nbf')),
    name: orNull('name', 200),
    email: orNull('email', 1_000),
    email_verified: v.nullish(v.boolean('"email_verified" must be true or false')),
    locale: orNull('locale', 35),
    orders: things('orders'),
    subscriptions: things('subscriptions'),
    projects: things('projects'),
    legacy: v.nullish(v.pipe(v.array(Legacy, '"legacy" must be a list'), v.maxLength(50, '"legacy" must hold at most 50 accounts'))),
  },
  // A claim that is missing and a payload that is no object are the same issue to valibot.
  ({ expected }) => (expected?.startsWith('"') ? `${expected} is missing` : 'the payload must be an object'),
);
export type Claims = v.InferOutput<typeof Claims>;

/** The email claim, or `null` when it is malformed: the token stays valid, and no mail is sent to a broken address. */
export function emailOf(claims: Claims): string | null | undefined {
  const { email } = claims;
  return email === null || email === undefined ? email : readEmail(email);
}
