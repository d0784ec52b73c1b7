/** `/openapi.json`, made from the schemas that validate, so that it cannot say anything else than what happens. */
import { toJsonSchema } from '@valibot/to-json-schema';
import type { ConversionConfig, JsonSchema } from '@valibot/to-json-schema';
import { Hono } from 'hono';
import type { GenericSchema } from 'valibot';
import type { Env } from '../env.ts';
import { input, operations, output } from './operations.ts';
import type { Operation } from './operations.ts';

type Json = Readonly<Record<string, unknown>>;

// Checks that JSON Schema cannot express are left out: the document is never stricter than the server.
const asInput: ConversionConfig = { typeMode: 'input', errorMode: 'ignore', target: 'draft-2020-12' };
const asOutput: ConversionConfig = { ...asInput, typeMode: 'output' };

export function openApiDocument(version: string, root = ''): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method] = describe(operation);
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

/** Providers have many names for the field; `email` and `body-mime` are among them. */
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

function describe(operation: Operation): Json {
  const { summary, who, body, uploads, mail, method } = operation;
  return {
    summary,
    operationId: idOf(operation),
    ...(who !== 'anybody' && { security: [{ [who]: [] }] }),
    parameters: parametersOf(operation),
    ...(body && { requestBody: { required: method !== 'get', content: { 'application/json': { schema: ref(body) } } } }),
    ...(uploads && { requestBody: { required: true, content: { 'multipart/form-data': { schema: upload } } } }),
    ...(mail && {
      requestBody: {
        required: true,
        content: { 'message/rfc822': { schema: { type: 'string' } }, 'multipart/form-data': { schema: mailForm } },
      },
    }),
    responses: responsesOf(operation),
  };
}

function idOf({ method, path, answer: [, body] }: Operation): string {
  const words = path
    .replace('/api/v1', '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  // The hosted page of a place is called like the place's own route.
  return [method, ...words, ...(body === 'HTML' ? ['page'] : [])]
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
}

function parametersOf({ path, query, idempotent, ifMatch, resumable }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
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

const mediaTypes = {
  HTML: 'text/html',
  CSV: 'text/csv',
  JavaScript: 'text/javascript',
  CSS: 'text/css',
  SVG: 'image/svg+xml',
  Text: 'text/plain',
  Object: 'application/json',
  Bytes: 'application/octet-stream',
  Events: 'text/event-stream',
} as const;

function contentOf(body: Operation['answer'][1]): Json {
  if (body === null) return {};
  if (!isPlain(body)) return { content: { 'application/json': { schema: ref(body) } } };
  return { content: { [mediaTypes[body]]: { schema: { type: body === 'Object' ? 'object' : 'string' } } } };
}

const isPlain = (body: string): body is keyof typeof mediaTypes => body in mediaTypes;

function responsesOf({ answer: [status, body], who, method, problems = [] }: Operation): Json {
  const codes = [
    ...(who === 'anybody' ? [] : ['unauthenticated', 'too-many-requests']),
    ...(method === 'get' ? [] : ['unsupported-media-type', 'too-large', 'malformed-json', 'invalid-input']),
    ...problems,
  ];
  return {
    [status]: { description: 'Done', ...contentOf(body) },
    default: {
      description: codes.length === 0 ? 'A problem' : `A problem: ${[...new Set(codes)].join(', ')}`,
      content: { 'application/problem+json': { schema: ref('Problem') } },
    },
  };
}

export function openApiRoutes(version: string, root: string): Hono<Env> {
  let text: string | undefined;
  const routes = new Hono<Env>();
  return routes.get('/openapi.json', (c) => {
    text ??= JSON.stringify(openApiDocument(version, root));
    c.header('Cache-Control', 'no-cache');
    return c.body(text, 200, { 'Content-Type': 'application/json' });
  });
}
