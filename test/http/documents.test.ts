import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { archiveJsonSchema } from '../../server/archive/json-schema.ts';
import { configJsonSchema } from '../../server/config/json-schema.ts';
import { openHarness } from '../helpers/harness.ts';

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly additionalProperties?: boolean; readonly required?: readonly string[] }>>;
  };
}

describe('/openapi.json', () => {
  it('describes every route there is, and none that is not', async () => {
    const harness = await openHarness();
    const { json } = await harness.ask<Document>('/openapi.json');
    assert.equal(json.openapi, '3.1.0');
    const described = Object.entries(json.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const there = harness.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    assert.deepEqual([...new Set(there)].sort(), described.sort());
  });

  it('names each operation once, and points at schemas that are there', async () => {
    const harness = await openHarness();
    const { json, text } = await harness.ask<Document>('/openapi.json');
    const names = Object.values(json.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    assert.equal(new Set(names).size, names.length);
    const refs = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name);
    assert.ok(refs.length > 20);
    for (const name of refs) assert.ok(name in json.components.schemas, name);
  });

  it('is as strict as what validates', async () => {
    const harness = await openHarness();
    const { components } = (await harness.ask<Document>('/openapi.json')).json;
    assert.equal(components.schemas['NewTicket']?.additionalProperties, false);
    assert.deepEqual(components.schemas['NewTicket']?.required, ['service', 'title', 'description']);
    assert.deepEqual(components.schemas['ReopenRequest']?.required, ['reason']);
  });
});

describe('docs/support.config.schema.json', () => {
  it('is what the server reads today (node dist/server/config/write-schema.js writes it anew)', () => {
    const file = new URL('../../../docs/support.config.schema.json', import.meta.url);
    assert.equal(readFileSync(file, 'utf8'), configJsonSchema());
  });
});

describe('what operators ask', () => {
  it('is answered in numbers that name nobody', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    await nadia('/api/v1/tickets', { body: { service: 'sales', title: 'Which plan suits us', description: 'We are ten and need mail.' } });
    await nadia('/api/v1/tickets/id-000004');
    await nadia('/api/v1/nothing/id-000004');
    const text = await harness.metrics();
    assert.match(text, /support_tickets\{status="OPEN"\} 1/);
    assert.match(text, /support_outbox_pending 2/);
    assert.match(text, /support_store_writable 1/);
    assert.match(text, /support_http_requests_total\{method="GET",route="\/api\/v1\/tickets\/:id",status="\d+"\} 1/);
    assert.match(text, /route="other",status="404"\} 1/);
    assert.ok(!text.includes('id-0'));
  });

  it('says when the store no longer saves, and when the server is about to stop', async () => {
    const harness = await openHarness();
    assert.deepEqual((await harness.ask('/readyz')).json, { status: 'ready' });
    const nadia = await harness.customer('nadia');
    await harness.store.close();
    const stopped = await harness.ask('/readyz');
    assert.deepEqual([stopped.status, stopped.headers.get('retry-after')], [503, '30']);
    const write = await nadia('/api/v1/tickets', {
      body: { service: 'sales', title: 'Which plan suits us', description: 'We are ten and need mail.' },
    });
    assert.equal(write.status, 503);
    assert.equal((write.json as unknown as { code: string }).code, 'read-only');
    assert.equal((await nadia('/api/v1/tickets')).status, 200, 'reading goes on');
    harness.deps.lifecycle.draining = true;
    assert.equal((await nadia('/api/v1/tickets')).status, 503);
    assert.equal((await harness.ask('/readyz')).status, 503);
    assert.equal((await harness.ask('/healthz')).status, 200);
  });
});

describe('docs/archive.schema.json', () => {
  it('is the format that the import reads today (node dist/server/archive/write-schema.js writes it anew)', () => {
    const file = new URL('../../../docs/archive.schema.json', import.meta.url);
    assert.equal(readFileSync(file, 'utf8'), archiveJsonSchema());
  });
});
