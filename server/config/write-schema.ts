/** Writes docs/support.config.schema.json. A test fails when it is out of date. */
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from './json-schema.ts';

writeFileSync(new URL('../../../docs/support.config.schema.json', import.meta.url), configJsonSchema());
