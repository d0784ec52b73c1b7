import { readSettings } from '../config.ts';
import type { Settings } from '../config.ts';
import { lineLog } from '../line-log.ts';
import type { Log } from '../log.ts';
import { startServer } from '../main.ts';
import { describeProof } from './doctor-mail.ts';
import { exit, parse } from './command.ts';
import type { Command } from './command.ts';
import { promisedBy } from './promise-summary.ts';

const help = `serve [--plain]

Starts the server. Everything it needs is in the environment; the first two are all that a start needs:

  SUPPORT_TOKEN_SECRET   the secret your site signs customer tokens with, at least 32 bytes
  SUPPORT_ORIGINS        origins of your site, separated by commas
  SUPPORT_DATA_DIR       where everything is kept (./data)
  PORT, HOST             where to listen (8787, 127.0.0.1)
  SUPPORT_CONFIG         the configuration (./support.config.json if it is there)
  SUPPORT_PUBLIC_URL     the address people reach it under

One line per event goes to the standard output, as JSON unless --plain is given or a person is looking.`;

export const serve: Command = {
  name: 'serve',
  summary: 'start the server',
  help,
  async run(args, io) {
    const { values } = parse(args, { plain: { type: 'boolean' } });
    const log = lineLog((line) => io.out(line), values.plain ?? process.stdout.isTTY);
    const settings = readSettings(io.variables());
    warn(settings, log);
    for (const line of promisedBy(settings)) log.info(line);
    const server = await startServer({ settings, log });
    await io.untilStopped();
    log.info('stopping: requests under way are finished');
    await server.close();
    return exit.done;
  },
};

function warn({ environment, site }: Settings, log: Log): void {
  if (site.mail.replies !== null) log.info('replies by mail are taken', { proof: describeProof(site.mail) });
  if (environment.origins.length === 0) log.warn('SUPPORT_ORIGINS is empty: no page of another origin can talk to this server');
  if (environment.smtpUrl === null || environment.mailFrom === null)
    log.warn('SUPPORT_SMTP_URL or SUPPORT_MAIL_FROM is missing: mails wait in the outbox');
}
