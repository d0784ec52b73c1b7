import type { Socket } from 'node:net';

/** Reads one line; the sender must wait for its answer. @throws when the line is too long, or the connection closes before its end */
export function readLine(socket: Socket, max: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const settle = (act: () => void): void => {
      socket.off('data', take).off('error', reject).off('close', hungUp);
      act();
    };
    const take = (chunk: unknown): void => {
      text += String(chunk);
      const end = text.indexOf('\n');
      if (end >= 0) settle(() => resolve(text.slice(0, end)));
      else if (text.length > max) settle(() => reject(new RangeError('the line is too long')));
    };
    const hungUp = (): void => reject(new Error('the other side hung up'));
    socket.setEncoding('utf8');
    socket.on('data', take).once('error', reject).once('close', hungUp);
  });
}
