import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { headerLine } from '../../ticket/archived.ts';
import type { Reject } from '../../archive/reader.ts';

export interface RejectsFile {
  write(reject: Reject): Promise<void>;
  close(): Promise<void>;
}

/** Opens the rejects file. It contains messages only with `withData`: refused tickets are personal data as well. */
export async function openRejects(path: string, withData: boolean): Promise<RejectsFile> {
  const stream = createWriteStream(path, { mode: 0o600 });
  await once(stream, 'open');
  await write(stream, headerLine({ rejects: true }));
  return {
    write: (reject) => write(stream, lineOf(reject, withData)),
    async close() {
      stream.end();
      await finished(stream);
    },
  };
}

async function write(stream: WriteStream, line: string): Promise<void> {
  if (!stream.write(line)) await once(stream, 'drain');
}

function lineOf({ line, byte, table, legacyId, code, field, record }: Reject, withData: boolean): string {
  const reject = { line, byte, table, legacyId, code, field };
  try {
    return `${JSON.stringify({ reject, ...(withData && record !== undefined && { ticket: record }) })}\n`;
  } catch {
    // The ticket is nested too deeply to be serialised.
    return `${JSON.stringify({ reject })}\n`;
  }
}
