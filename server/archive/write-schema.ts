/** Writes docs/archive.schema.json. A test fails when it is out of date. */
import { writeFileSync } from 'node:fs';
import { archiveJsonSchema } from './json-schema.ts';

writeFileSync(new URL('../../../docs/archive.schema.json', import.meta.url), archiveJsonSchema());
