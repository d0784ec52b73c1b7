/** Reads delivery status notifications (RFC 3464): the recipient, the reason, and which of our mails bounced. */
import { addressParser } from 'postal-mime';
import type { Attachment } from 'postal-mime';

export interface ReportedRecipient {
  /** The original and the final recipient, in lower case. */
  readonly addresses: readonly string[];
  readonly action: string;
  /** Status code, such as 5.1.1. */
  readonly status: string;
  /** The diagnostic text of the other mail server. */
  readonly said: string | null;
}

export interface DeliveryReport {
  readonly recipients: readonly ReportedRecipient[];
  /** Message-ID of the bounced mail. */
  readonly messageId: string;
  readonly replyTo: readonly string[];
}

const mostRecipients = 20;
const mostBytes = 256 * 1024;

export function reportIn(attachments: readonly Attachment[]): DeliveryReport | null {
  const status = attachments.find(({ mimeType }) => /^message\/(?:global-)?delivery-status$/i.test(mimeType));
  if (!status) return null;
  const [, ...blocks] = textOf(status)
    .split(/\r?\n[ \t]*\r?\n/)
    .map(fieldsOf)
    .filter(({ size }) => size > 0);
  const original = attachments.find(({ mimeType }) =>
    /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/global-headers)$/i.test(mimeType),
  );
  const headers = original ? fieldsOf(textOf(original).split(/\r?\n\r?\n/, 1)[0] ?? '') : new Map<string, string>();
  return {
    recipients: blocks.slice(0, mostRecipients).flatMap(recipientOf),
    messageId: /<[^<>\s]{1,500}>/.exec(headers.get('message-id') ?? '')?.[0] ?? '',
    replyTo: addressParser((headers.get('reply-to') ?? '').slice(0, 2_000)).flatMap(({ address }) =>
      address === undefined ? [] : [address.toLowerCase()],
    ),
  };
}

function recipientOf(fields: ReadonlyMap<string, string>): ReportedRecipient[] {
  const addresses = ['original-recipient', 'final-recipient'].flatMap(
    (name) => /;\s*<?([^<>\s]+)>?/.exec(fields.get(name) ?? '')?.[1]?.toLowerCase() ?? [],
  );
  const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(fields.get('status') ?? '')?.[1];
  const said =
    fields
      .get('diagnostic-code')
      ?.replace(/^[\w-]+\s*;\s*/, '')
      .slice(0, 300) ?? null;
  return addresses.length === 0 || status === undefined
    ? []
    : [{ addresses, action: (fields.get('action') ?? '').toLowerCase(), status, said }];
}

function fieldsOf(block: string): ReadonlyMap<string, string> {
  const lines = block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines
      .flatMap((line) => {
        const at = line.indexOf(':');
        return at <= 0 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const];
      })
      .reverse(),
  );
}

function textOf({ content }: Attachment): string {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as Uint8Array);
  return bytes.subarray(0, mostBytes).toString('utf8');
}
