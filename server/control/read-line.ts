import type { Socket } from 'node:net';

/** The first line that comes. @throws when it is too long, or the other side hangs up before its end */
export async function readLine(socket: Socket, max: number): Promise<string> {
  let text = '';
  socket.setEncoding('utf8');
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end);
    if (text.length > max) throw new RangeError('the line is too long');
  }
  throw new Error('the other side hung up');
}
