/** `/openapi.json`, generated from the schemas that validate requests. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type { ConversionConfig, JsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import type { ProblemCode } from '../../ticket/codes.ts';
import type { Described, Media, Who } from '../route/row.ts';
import { input, nameOf, output } from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

// Checks that JSON Schema cannot express are left out: the document is never stricter than the server.
const asInput: ConversionConfig = { typeMode: 'input', errorMode: 'ignore', target: 'draft-2020-12' };
const asOutput: ConversionConfig = { ...asInput, typeMode: 'output' };

export interface About {
  readonly version: string;
  /** The path of the public URL, without a trailing slash. */
  readonly root: string;
}

export function openApiDocument(routes: readonly Described[], { version, root }: About): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) (paths[templateOf(route.path)] ??= {})[route.method] = describe(route);
  return {
    openapi: '3.1.0',
    info: { title: 'support-ticket', version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: root || '/' }],
    paths,
    components: {
      schemas: { ...schemasOf(input, asInput), ...schemasOf(output, asOutput) },
      securitySchemes: {
        customer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token that the site signs for its customer, for an hour at most.',
        },
        staff: {
          type: 'apiKey',
          in: 'cookie',
          name: 'support-desk',
          description: 'Set by /desk/login; over https its name begins with __Host-, or with __Secure- below a folder.',
        },
        operations: {
          type: 'http',
          scheme: 'bearer',
          description: 'SUPPORT_OPS_TOKEN: shared with your backend; without it these routes are off.',
        },
      },
    },
  };
}

function schemasOf(schemas: Readonly<Record<string, GenericSchema>>, config: ConversionConfig): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, plain(toJsonSchema(schema, config))]));
}

function plain({ $schema: _, ...rest }: JsonSchema): JsonSchema {
  return rest;
}

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** The form of a mail. Providers name its field differently, `email` or `body-mime` for example. */
const mailForm: Json = {
  type: 'object',
  properties: {
    email: { type: 'string', contentMediaType: 'message/rfc822' },
    recipient: { type: 'string' },
    sender: { type: 'string' },
    peer: { type: 'string' },
    envelope: { type: 'string', contentMediaType: 'application/json' },
  },
  required: ['email'],
};

const upload: Json = {
  type: 'object',
  properties: { file: { type: 'string', contentMediaType: 'application/octet-stream' } },
  required: ['file'],
};

const templateOf = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

/** The security scheme of each kind of caller; `null`: none. */
const schemeOf: Readonly<Record<Who, 'customer' | 'staff' | 'operations' | null>> = {
  anybody: null,
  'desk-page': null,
  customer: 'customer',
  'customer-or-link': 'customer',
  staff: 'staff',
  admin: 'staff',
  operations: 'operations',
  'operations-or-password': 'operations',
  'operations-or-local': 'operations',
};

/** Descriptions of callers beyond their security scheme. */
const remarks: Readonly<Partial<Record<Who, string>>> = {
  'desk-page': 'A browser must come from the desk’s own page.',
  'customer-or-link': 'The token of a mail’s link is taken as well: it reads its own ticket.',
  admin: 'For admins of the team.',
  'operations-or-password': 'The token may also be the password of Basic authentication.',
  'operations-or-local': 'On the server’s own machine no token is needed.',
};

function describe(route: Described): Json {
  const { summary, who, body } = route;
  const remark = remarks[who];
  const scheme = schemeOf[who];
  return {
    summary,
    ...(remark !== undefined && { description: remark }),
    operationId: idOf(route),
    ...(scheme !== null && { security: [{ [scheme]: [] }] }),
    parameters: parametersOf(route),
    ...(body && { requestBody: { required: true, content: contentIn(body) } }),
    responses: responsesOf(route),
  };
}

function contentIn(body: NonNullable<Described['body']>): Json {
  if (body === 'file') return { 'multipart/form-data': { schema: upload } };
  if (body === 'mail') return { 'message/rfc822': { schema: { type: 'string' } }, 'multipart/form-data': { schema: mailForm } };
  return { 'application/json': { schema: ref(nameOf(body)) } };
}

function idOf({ method, path, answer: [, body] }: Described): string {
  const words = path
    .replace('/api/v1', '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  // A hosted page may have the same path as an API route, so its operation id ends in `Page`.
  return [method, ...words, ...(body === 'HTML' ? ['page'] : [])]
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

function parametersOf({ path, query, idempotent, ifMatch, resumable }: Described): Json[] {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const header = (name: string, required: boolean, description: string): Json => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  });
  return [
    ...inPath,
    ...(query ? queryParameters(query) : []),
    ...(idempotent
      ? [header('Idempotency-Key', false, 'The same key again within a day gives the same answer, and changes nothing.')]
      : []),
    ...(resumable
      ? [
          header(
            'Last-Event-ID',
            false,
            'The id of the last event you were told: what came since is told first, or `resync` where that cannot be said.',
          ),
        ]
      : []),
    ...(ifMatch ? [header('If-Match', ifMatch !== 'optional', 'The ETag of the version you saw.')] : []),
  ];
}

function queryParameters(query: GenericSchema): Json[] {
  const { properties = {} } = toJsonSchema(query, asInput);
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

const mediaTypes: Readonly<Record<Media, string>> = {
  HTML: 'text/html',
  CSV: 'text/csv',
  JavaScript: 'text/javascript',
  CSS: 'text/css',
  SVG: 'image/svg+xml',
  Text: 'text/plain',
  JSON: 'application/json',
  Bytes: 'application/octet-stream',
  Events: 'text/event-stream',
};

function contentOut(body: Described['answer'][1]): Json {
  if (body === null) return {};
  if (typeof body !== 'string') return { content: { 'application/json': { schema: ref(nameOf(body)) } } };
  return { content: { [mediaTypes[body]]: { schema: { type: body === 'JSON' ? 'object' : 'string' } } } };
}

/** The problems of a route: those that follow from the row's other fields, and `problems`. */
export function problemsOf({
  who,
  method,
  rate,
  body,
  query,
  finds,
  idempotent,
  ifMatch,
  problems = [],
}: Described): readonly ProblemCode[] {
  const isDesk = who === 'staff' || who === 'admin' || who === 'desk-page';
  const codes: readonly (readonly [applies: boolean, ...codes: ProblemCode[]])[] = [
    [schemeOf[who] !== null, 'unauthenticated', 'too-many-requests'],
    // These routes answer 404 when no operations token is configured.
    [schemeOf[who] === 'operations', 'not-found'],
    [rate !== null, 'too-many-requests'],
    [who === 'customer', 'code-required'],
    [isDesk, 'forbidden'],
    [body !== undefined, 'unsupported-media-type', 'too-large'],
    [typeof body === 'object', 'malformed-json'],
    [typeof body === 'string', 'malformed-request'],
    [body !== undefined || query !== undefined || idempotent === true, 'invalid-input'],
    [finds === true, 'not-found'],
    [ifMatch !== undefined, 'precondition-required', 'stale'],
    [idempotent === true, 'idempotency-key-reused', 'in-flight'],
    [method !== 'get', 'read-only'],
    [true, ...problems],
  ];
  return [...new Set(codes.flatMap(([applies, ...named]) => (applies ? named : [])))];
}

function responsesOf(route: Described): Json {
  const [status, body] = route.answer;
  const codes = problemsOf(route);
  return {
    [status]: { description: 'Done', ...contentOut(body) },
    default: {
      description: codes.length === 0 ? 'A problem' : `A problem: ${codes.join(', ')}`,
      content: { 'application/problem+json': { schema: ref('Problem') } },
    },
  };
}
