import { toJsonSchema } from '@valibot/to-json-schema';
import { SupportConfig } from './schema.ts';

/** The JSON Schema with which editors complete `support.config.json`. */
export function configJsonSchema(): string {
  // Conditions that JSON Schema cannot express are checked by the server alone.
  const schema = toJsonSchema(SupportConfig, { typeMode: 'input', errorMode: 'ignore', target: 'draft-2020-12' });
  return `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema }, null, 2)}\n`;
}
