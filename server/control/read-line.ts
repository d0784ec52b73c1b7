import type { Socket } from 'node:net';

/** The first line that comes. @throws when it is too long, or the other side hangs up before its end */
export function readLine(socket: Socket, max: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      text += String(chunk);
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > max) reject(new RangeError('the line is too long'));
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the other side hung up')));
  });
}
