/** The store cannot be opened; the message says why and what to do. */
export class JournalError extends Error {
  override readonly name: string = 'JournalError';
}

/** Another process works on the folder. */
export class FolderInUseError extends JournalError {
  override readonly name = 'FolderInUseError';
  readonly pid: number | null;

  constructor(folder: string, pid: number | null) {
    const who = pid === null ? 'another process' : `process ${String(pid)}`;
    super(`the data folder ${folder} is in use by ${who}; stop it first, or choose another folder`);
    this.pid = pid;
  }
}

/** Something the operating system refused, rather than a mistake of ours. */
export const isSystemFault = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the disk reported a failure',
  EROFS: 'the disk is mounted read-only',
  EFBIG: 'the file has reached the largest size allowed',
  EACCES: 'access to the file was denied',
  EPERM: 'access to the file was denied',
  EEXIST: 'a file is in its place',
  ENOTDIR: 'a file is in its place',
};

/** What an operator needs to know of a failed disk operation, in one sentence. */
export function explainFault(doing: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  const why = (code === null ? undefined : reasons[code]) ?? (error instanceof Error ? error.message : String(error));
  return `${doing} failed: ${why}${code === null ? '' : ` (${code})`}`;
}
