/** Decodes content that was stored in its mail transfer encoding: base64 and quoted-printable. */

const base64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** The decoded bytes. Content that is not valid in the declared encoding is returned as it is. */
export function fromTransfer(bytes: Buffer, encoding: string | null): Buffer {
  const word = encoding?.trim().toLowerCase();
  if (word === 'base64') {
    const text = bytes.toString('latin1');
    return base64.test(text) ? Buffer.from(text, 'base64') : bytes;
  }
  return word === 'quoted-printable' ? fromQuotedPrintable(bytes) : bytes;
}

function fromQuotedPrintable(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replace(/[ \t]*=\r?\n/g, (end) => end.replace(/=\r?\n$/, ''));
  return Buffer.from(
    text.replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  );
}
