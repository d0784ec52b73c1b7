/** Writes docs/archive.schema.json anew; a test says when that is needed. */
import { writeFileSync } from 'node:fs';
import { archiveJsonSchema } from './json-schema.ts';

writeFileSync(new URL('../../../docs/archive.schema.json', import.meta.url), archiveJsonSchema());
