import iconv from 'iconv-lite';

const declared = /^\s*<\?xml[^>]{0,200}\bencoding\s*=\s*["']([\w.:-]{1,40})["']/;

/**
 * The text of a feed. Many servers declare a wrong encoding, so valid UTF-8 is read as UTF-8 whatever was declared: text in
 * another encoding is hardly ever valid UTF-8.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const marked = markOf(buffer);
  if (marked !== null) return iconv.decode(buffer, marked);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer);
  } catch {
    return iconv.decode(buffer, namedEncoding(buffer, contentType));
  }
}

function markOf(buffer: Buffer): string | null {
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return 'utf-16le';
  return buffer[0] === 0xfe && buffer[1] === 0xff ? 'utf-16be' : null;
}

/** The declared encoding. As in browsers, Latin-1 means windows-1252, and so does UTF-8 when the bytes are not UTF-8. */
function namedEncoding(buffer: Buffer, contentType: string | null): string {
  const inHeader = /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1];
  const name = (inHeader ?? declared.exec(buffer.toString('latin1', 0, 400))?.[1] ?? '').toLowerCase();
  const isLatin = /^(?:iso-8859-1|latin-?1|us-ascii|utf-?8|)$/.test(name);
  return isLatin || !iconv.encodingExists(name) ? 'windows-1252' : name;
}
