/** Writes docs/support.config.schema.json anew; a test says when that is needed. */
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from './json-schema.ts';

writeFileSync(new URL('../../../docs/support.config.schema.json', import.meta.url), configJsonSchema());
