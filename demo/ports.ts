import { createServer } from 'node:net';

/** The first port from `wanted` on that nobody listens on. 0: any. */
export async function freePort(host: string, wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 100; port++) {
    const found = await tryPort(host, port);
    if (found !== null) return found;
  }
  throw new Error(`No free port from ${String(wanted)} to ${String(wanted + 99)} on ${host}.`);
}

function tryPort(host: string, port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
