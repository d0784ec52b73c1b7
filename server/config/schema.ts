/**
 * The schema of `support.config.json`, in which everything is optional. The JSON Schema for editors
 * (`docs/support.config.schema.json`) is generated from it, so the titles here are what editors show.
 */
import { isIP, SocketAddress } from 'node:net';
import * as v from 'valibot';
import type { Span } from '../ticket/calendar.ts';
import type { FeedSource } from './help.ts';
import { defaultPriorities, defaultServices } from './form.ts';
import type { PriorityGuide, Service, Text } from './form.ts';
import { defaultKinds, kindNames } from './file-kinds.ts';
import { Guests } from './guests.ts';
import { Mail } from './mail.ts';
import { defaultRates } from './rates.ts';

const longest = v.maxLength<string, 300, string>(300, 'at most 300 characters');
const said = v.pipe(v.string('text'), v.trim(), v.minLength(1, 'text that is not empty'), longest);
const maybeSaid = v.pipe(v.string('text'), v.trim(), longest);

const perLanguage = <const T extends v.GenericSchema<string>>(text: T) =>
  v.pipe(
    v.union(
      [text, v.strictObject({ en: text, fr: text }, 'a text in "en" and one in "fr", and nothing else')],
      'text, or {"en": text, "fr": text}',
    ),
    v.description('One text for everybody, or one per language.'),
  );

const proxyWords = 'an IP address, or a network such as 10.0.0.0/8';

/** Whether `node:net` reads the text as an address, or as a network in CIDR notation. */
function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const kind = isIP(address);
  if (kind === 0 || more.length > 0) return false;
  // IPv4-mapped addresses lie behind the first 96 bits of IPv6: a shorter prefix would include all of IPv4.
  const least = kind === 6 && isMapped(address) ? 96 : 0;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= least && Number(bits) <= (kind === 4 ? 32 : 128));
}

const isMapped = (address: string): boolean =>
  /^::ffff:\d+\./.test(new SocketAddress({ address: address.replace(/%.*$/, ''), family: 'ipv6' }).address);

const Words = perLanguage(said);
const Hint = v.optional(perLanguage(maybeSaid), '');

const Id = v.pipe(v.string('text'), v.regex(/^[a-z][a-z0-9-]{0,39}$/, 'a word of small letters, digits and hyphens, at most 40'));

const list = <const T extends v.GenericSchema>(item: T, max: number, what: string) =>
  v.pipe(v.array(item, `a list of ${what}`), v.maxLength(max, `at most ${String(max)} ${what}`));

const distinct = <T extends { readonly id: string }>(what: string) =>
  v.check<T[], string>((items) => new Set(items.map(({ id }) => id)).size === items.length, `${what} with different ids`);

const Choice = v.strictObject({ id: Id, label: Words, hint: Hint }, 'an object with "id" and "label"');
const Kind = v.strictObject({ id: Id, label: Words }, 'an object with "id" and "label"');

const FieldEntry = v.pipe(
  v.strictObject(
    {
      id: Id,
      label: Words,
      hint: Hint,
      kind: v.picklist(['text', 'choice', 'checkbox'], '"text", "choice" or "checkbox"'),
      required: v.optional(v.boolean('true or false'), false),
      options: v.pipe(v.optional(v.pipe(list(Kind, 100, 'options'), distinct('options')), []), v.description('What a choice offers.')),
      categories: v.pipe(v.optional(list(Id, 50, 'categories'), []), v.description('Asked for these categories only; none: for all.')),
      types: v.pipe(v.optional(list(Id, 50, 'types'), []), v.description('Asked for these types only; none: for all.')),
    },
    'an object with "id", "label" and "kind"',
  ),
  v.check(
    ({ kind, options }) => (kind === 'choice' ? options.length > 1 : options.length === 0),
    'two options or more for a choice, and none otherwise',
  ),
);

const knows = (of: readonly { readonly id: string }[], wanted: readonly string[]): boolean =>
  wanted.every((id) => of.some((item) => item.id === id));

const ServiceShape = v.strictObject(
  {
    id: Id,
    label: v.optional(Words),
    hint: v.optional(perLanguage(maybeSaid)),
    asks: v.pipe(
      v.optional(v.nullable(v.picklist(['order', 'category', 'subscription'], '"order", "category", "subscription" or null'))),
      v.description('What the form asks for once this service is chosen.'),
    ),
    categories: v.optional(v.pipe(list(Choice, 50, 'categories'), distinct('categories'))),
    types: v.optional(v.pipe(list(Choice, 50, 'types'), distinct('types'))),
    example: v.pipe(
      v.optional(perLanguage(maybeSaid)),
      v.description('A good title for a request to this service, shown beside a vague one.'),
    ),
    fields: v.pipe(
      v.optional(v.pipe(list(FieldEntry, 20, 'fields'), distinct('fields'))),
      v.description('Questions of your own, asked where they apply and sent with the ticket.'),
    ),
    diagnostics: v.pipe(
      v.optional(v.boolean('true or false')),
      v.description(
        'Whether the form offers to attach browser, page, and the last errors of the page; of the default services, technical does.',
      ),
    ),
  },
  'an object with "id" and "label"',
);

const noService: Omit<Service, 'id'> = {
  label: '',
  hint: '',
  asks: null,
  categories: [],
  types: [],
  example: '',
  fields: [],
  diagnostics: false,
};

/** A service with the fields of the default service of the same id, where it gives none itself. */
function withDefaults({ id, ...given }: v.InferOutput<typeof ServiceShape>): Service {
  const known = defaultServices.find((service) => service.id === id) ?? noService;
  const { label, hint, asks, categories, types, example, fields, diagnostics } = given;
  return {
    id,
    label: label ?? known.label,
    hint: hint ?? known.hint,
    asks: asks === undefined ? known.asks : asks,
    categories: categories ?? known.categories,
    types: types ?? known.types,
    example: example ?? known.example,
    fields: fields ?? known.fields,
    diagnostics: diagnostics ?? known.diagnostics,
  };
}

const ServiceEntry = v.pipe(
  ServiceShape,
  v.transform(withDefaults),
  v.check(({ label }) => label !== '', 'a "label", as this is no default service'),
  v.check(
    ({ fields, categories, types }) => fields.every((field) => knows(categories, field.categories) && knows(types, field.types)),
    'fields that name categories and types of this service',
  ),
  v.check(({ asks, categories }) => asks !== 'category' || categories.length > 0, 'at least one category, as this service asks for one'),
);

const count = (min: number, max: number) =>
  v.pipe(
    v.number('a number'),
    v.integer('a whole number'),
    v.minValue(min, `at least ${String(min)}`),
    v.maxValue(max, `at most ${String(max)}`),
  );

const Response = v.pipe(
  v.strictObject(
    { min: count(0, 1_000), max: count(1, 1_000), clock: v.picklist(['business-days', 'hours'], '"business-days" or "hours"') },
    'an object with "min", "max" and "clock"',
  ),
  v.check(({ min, max }) => min <= max, 'a "min" that is not above "max"'),
  v.description('How soon the team answers; the promise is the upper bound.'),
);

const guide = (defaults: PriorityGuide) =>
  v.optional(
    v.strictObject(
      {
        label: v.optional(Words, wordsOf(defaults.label)),
        hint: v.optional(Words, wordsOf(defaults.hint)),
        examples: v.optional(list(Words, 10, 'examples'), defaults.examples.map(wordsOf)),
        response: v.optional(Response, { ...defaults.response }),
      },
      'an object with any of "label", "hint", "examples" and "response"',
    ),
    {},
  );

function wordsOf(text: Text): string | { en: string; fr: string } {
  return typeof text === 'string' ? text : { ...text };
}

function toSpan(range: string): Span {
  const [from = 0, to = 0] = range.split('-').map((time) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return hours * 60 + minutes;
  });
  return [from, to];
}

const Opening = v.pipe(
  v.string('text such as "09:00-18:00"'),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'hours such as "09:00-18:00"'),
);

const openings = (...defaults: string[]) =>
  v.optional(
    v.pipe(
      list(Opening, 8, 'opening hours'),
      v.check((ranges) => areInOrder(ranges.map(toSpan)), 'opening hours in order that do not overlap'),
    ),
    defaults,
  );

const areInOrder = (spans: readonly Span[]): boolean => spans.every(([from, to], i) => from < to && from >= (spans[i - 1]?.[1] ?? 0));

const nineToSix = '09:00-18:00';

const Week = v.strictObject(
  {
    monday: openings(nineToSix),
    tuesday: openings(nineToSix),
    wednesday: openings(nineToSix),
    thursday: openings(nineToSix),
    friday: openings(nineToSix),
    saturday: openings(),
    sunday: openings(),
  },
  'an object with days from "monday" to "sunday"',
);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const dayForm = /^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** Whether the day exists; `02-29` of every year does, in leap years. */
function isInCalendar(day: string): boolean {
  // A text of another form is refused for its form alone.
  if (!dayForm.test(day)) return true;
  const date = day.length === 5 ? `2024-${day}` : day;
  const read = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date);
}

const Hours = v.strictObject(
  {
    timeZone: v.optional(v.pipe(v.string('text'), v.check(isTimeZone, 'the name of a time zone, such as "Europe/Paris"')), 'Europe/Paris'),
    week: v.optional(Week, {}),
    holidays: v.optional(
      list(
        v.pipe(
          v.string('text'),
          v.regex(dayForm, 'a date such as "2026-12-25", or "12-25" for every year'),
          v.check(isInCalendar, 'a day that the calendar has, such as "2026-12-25", or "12-25" for every year'),
        ),
        400,
        'dates',
      ),
      [],
    ),
  },
  'an object with any of "timeZone", "week" and "holidays"',
);

const rate = (name: keyof typeof defaultRates) => {
  const defaults = defaultRates[name];
  return v.optional(
    v.nullable(
      v.strictObject(
        { perMinute: count(1, 1_000_000), burst: count(1, 1_000_000) },
        'an object with "perMinute" and "burst", or null for no limit',
      ),
    ),
    defaults && { ...defaults },
  );
};

const url = v.pipe(
  v.string('text'),
  v.url('an address such as "https://help.example.com"'),
  v.regex(/^https?:\/\//, 'an address that begins with https:// or http://'),
);
const phone = v.pipe(v.string('text'), v.regex(/^\+?[\d\s().-]{3,40}$/, 'a telephone number'));
const email = v.pipe(v.string('text'), v.email('an e-mail address'), v.maxLength(254, 'an e-mail address'));

/** A password in an address would be in every mail. */
const holdsNoPassword = (address: string): boolean => !URL.canParse(address) || new URL(address).password === '';

const pageUrl = v.pipe(
  url,
  v.maxLength(2_000, 'an address of at most 2000 characters'),
  v.check(holdsNoPassword, 'an address without a password'),
);

/** Whether `{number}` is used in the path or the query, not in the host. */
const namesTheNumber = (address: string): boolean =>
  /^https?:\/\/[^/?#{}]+[/?#]/.test(address) && address.includes('{number}') && !/[{}]/.test(address.replaceAll('{number}', ''));

const SitePages = v.strictObject(
  {
    name: v.pipe(v.optional(v.nullable(Words), null), v.description('What the site is called.')),
    url: v.pipe(
      v.optional(v.nullable(pageUrl), null),
      v.description('Address of the page of the site where customers find support, such as their client area.'),
    ),
    ticketUrl: v.pipe(
      v.optional(
        v.nullable(
          v.pipe(
            pageUrl,
            v.check(
              namesTheNumber,
              'an address with {number} in its path or query, such as "https://www.example.com/support?ticket={number}"',
            ),
          ),
        ),
        null,
      ),
      v.description('Address of a ticket on a page of the site, with {number} for its number: where links in mails lead.'),
    ),
  },
  'an object with any of "name", "url" and "ticketUrl"',
);
const ArticleEntry = v.strictObject(
  {
    title: Words,
    url: v.pipe(
      v.union(
        [url, v.strictObject({ en: url, fr: url }, 'an address in "en" and one in "fr", and nothing else')],
        'an address, or {"en": address, "fr": address}',
      ),
      v.description('One address for everybody, or one per language.'),
    ),
    excerpt: v.pipe(Hint, v.description('A line or two, shown below the title.')),
    keywords: v.pipe(Hint, v.description('Words that people use for it besides those of its title.')),
  },
  'an object with "title" and "url"',
);

const FeedShape = v.strictObject(
  {
    url,
    kind: v.pipe(
      v.optional(v.nullable(v.picklist(['rss', 'atom', 'sitemap', 'json'], '"rss", "atom", "sitemap", "json" or null')), null),
      v.description('null: found out from what comes.'),
    ),
    language: v.pipe(
      v.optional(v.nullable(v.picklist(['en', 'fr'], '"en", "fr" or null')), null),
      v.description('Of its articles; null: shown to everybody.'),
    ),
    privateNetwork: v.pipe(
      v.optional(v.boolean('true or false'), false),
      v.description('Whether the help site lies in a network of your own. Otherwise only public addresses are asked.'),
    ),
  },
  'an object with "url"',
);
const toFeed = (feed: string | v.InferOutput<typeof FeedShape>): FeedSource =>
  typeof feed === 'string' ? { url: feed, kind: null, language: null, privateNetwork: false } : feed;

const Help = v.strictObject(
  {
    url: v.optional(v.nullable(url), null),
    email: v.pipe(
      v.optional(v.nullable(email), null),
      v.description('Offered where nothing else works: while the server cannot be reached, for instance.'),
    ),
    phone: v.pipe(v.optional(v.nullable(phone), null), v.description('Offered where the address is.')),
    articles: v.pipe(v.optional(list(ArticleEntry, 1_000, 'articles'), []), v.description('Suggested while a customer writes.')),
    feeds: v.pipe(
      v.optional(
        v.pipe(
          list(v.pipe(v.union([url, FeedShape], 'an address, or an object with "url"'), v.transform(toFeed)), 20, 'feeds'),
          v.check((feeds) => new Set(feeds.map((feed) => feed.url)).size === feeds.length, 'feeds with different addresses'),
        ),
        [],
      ),
      v.description('RSS, Atom, sitemaps or JSON of your help site, whose articles are suggested too.'),
    ),
    refreshMinutes: v.pipe(v.optional(count(5, 10_080), 60), v.description('How often the feeds are read.')),
  },
  'an object with any of "url", "email", "phone", "articles", "feeds" and "refreshMinutes"',
);

const SignIn = v.strictObject(
  {
    failures: v.pipe(
      v.optional(count(1, 1_000), 5),
      v.description('Wrong passwords for one account from one address before it has to wait.'),
    ),
    minutes: v.pipe(v.optional(count(1, 1_440), 15), v.description('How long it has to wait.')),
  },
  'an object with any of "failures" and "minutes"',
);

const Desk = v.strictObject(
  {
    sessionHours: v.pipe(v.optional(count(1, 168), 12), v.description('How long somebody stays signed in at the desk.')),
    holdSeconds: v.pipe(
      v.optional(count(0, 60), 10),
      v.description('Seconds during which an answer can be taken back at the desk before it goes; 0: it goes at once.'),
    ),
    signIn: v.optional(SignIn, {}),
  },
  'an object with any of "sessionHours", "holdSeconds" and "signIn"',
);

const Archive = v.pipe(
  v.strictObject(
    {
      emailMatching: v.pipe(
        v.optional(v.boolean('true or false'), true),
        v.description(
          'Whether a verified address alone makes somebody the owner of an archived ticket. Addresses change hands: false if that may have happened.',
        ),
      ),
      brands: v.pipe(
        v.optional(
          v.pipe(list(v.strictObject({ id: Id, label: Words }, 'an object with "id" and "label"'), 50, 'brands'), distinct('brands')),
          [],
        ),
        v.description('The brands that were taken over, in the order customers see them.'),
      ),
      emptyPlace: v.pipe(
        v.optional(v.picklist(['explain', 'hide'], '"explain" or "hide"'), 'explain'),
        v.description('What customers without archived tickets find: a place that explains itself, or none.'),
      ),
    },
    'an object with any of "emailMatching", "brands" and "emptyPlace"',
  ),
  v.description('Tickets of earlier ticket systems (support-ticket import).'),
);

const RateTable = v.strictObject(
  {
    create: rate('create'),
    write: rate('write'),
    solutionMail: rate('solutionMail'),
    upload: rate('upload'),
    read: rate('read'),
    desk: rate('desk'),
    guest: rate('guest'),
    anonymous: rate('anonymous'),
  },
  'an object with any of "create", "write", "solutionMail", "upload", "read", "desk", "guest" and "anonymous"',
);

const Attachments = v.strictObject(
  {
    kinds: v.pipe(
      v.optional(
        v.pipe(
          v.array(v.picklist(kindNames, `one of ${kindNames.map((name) => `"${name}"`).join(', ')}`), 'a list of kinds'),
          v.minLength(1, 'at least one kind'),
        ),
        () => [...defaultKinds],
      ),
      v.description('What may be attached, decided by content. Texts are told apart by their names and handed out as plain text.'),
    ),
    pending: v.pipe(
      v.optional(
        v.strictObject(
          { files: v.optional(count(8, 10_000), 40), megabytes: v.optional(count(80, 100_000), 200) },
          'an object with any of "files" and "megabytes"',
        ),
        {},
      ),
      v.description('What one person may have uploaded and not sent yet; it is thrown away after a day.'),
    ),
  },
  'an object with any of "kinds" and "pending"',
);

const Live = v.pipe(
  v.strictObject(
    {
      streams: v.pipe(
        v.optional(count(1, 100_000), 10_000),
        v.description('All together; whoever comes later asks once a minute instead.'),
      ),
      perCustomer: v.pipe(v.optional(count(1, 1_000), 10), v.description('Browsers of one customer; the tabs of a browser share one.')),
      perAgent: v.pipe(v.optional(count(1, 1_000), 20), v.description('Browsers of one agent.')),
    },
    'an object with any of "streams", "perCustomer" and "perAgent"',
  ),
  v.description('Open streams of live hints.'),
);

export const SupportConfig = v.pipe(
  v.strictObject(
    {
      $schema: v.optional(v.string('text')),
      team: v.pipe(v.optional(v.nullable(Words), null), v.description('What the team calls itself before customers.')),
      language: v.pipe(
        v.optional(v.picklist(['en', 'fr'], '"en" or "fr"'), 'en'),
        v.description('For people whose language is not known.'),
      ),
      services: v.pipe(
        v.optional(v.pipe(list(ServiceEntry, 50, 'services'), v.minLength(1, 'at least one service'), distinct('services')), () =>
          defaultServices.map(({ id }) => ({ id })),
        ),
        v.description('All services, in their order. Of a default one, "id" alone is enough: what is left out stays as it is.'),
      ),
      priorities: v.optional(
        v.strictObject(
          {
            LOW: guide(defaultPriorities.LOW),
            MEDIUM: guide(defaultPriorities.MEDIUM),
            HIGH: guide(defaultPriorities.HIGH),
            URGENT: guide(defaultPriorities.URGENT),
          },
          'an object with any of "LOW", "MEDIUM", "HIGH" and "URGENT"',
        ),
        {},
      ),
      hours: v.optional(Hours, {}),
      reopenWindowDays: v.pipe(
        v.optional(v.nullable(count(1, 36_500)), null),
        v.description('Days during which a closed ticket may be reopened; null: always.'),
      ),
      followUp: v.pipe(
        v.optional(v.boolean('true or false'), true),
        v.description('Whether a message after an answer is promised an answer too, in the time of its priority.'),
      ),
      rates: v.optional(RateTable, {}),
      help: v.optional(Help, {}),
      site: v.optional(SitePages, {}),
      mail: v.optional(Mail, {}),
      guests: v.optional(Guests, {}),
      desk: v.optional(Desk, {}),
      live: v.optional(Live, {}),
      attachments: v.optional(Attachments, {}),
      archive: v.optional(Archive, {}),
      trustedProxies: v.pipe(
        v.optional(list(v.pipe(v.string(proxyWords), v.check(isAddressOrNetwork, proxyWords)), 50, 'addresses'), []),
        v.description('Addresses of reverse proxies, or their networks (10.0.0.0/8), whose X-Forwarded-For is believed.'),
      ),
    },
    'an object',
  ),
  v.title('support-ticket'),
);

export type SupportConfig = v.InferOutput<typeof SupportConfig>;

export { toSpan };
