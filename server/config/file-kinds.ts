/** All kinds of files that may be accepted. The configuration chooses among them; a file is judged by its content. */

export interface FileKind {
  /** File name endings. A name with another ending gets the first one. */
  readonly extensions: readonly [string, ...string[]];
  readonly type: string;
}

const text = 'text/plain';

/** Kinds recognised by their first bytes. */
const binaryKinds = {
  png: { extensions: ['png'], type: 'image/png' },
  jpg: { extensions: ['jpg', 'jpeg'], type: 'image/jpeg' },
  gif: { extensions: ['gif'], type: 'image/gif' },
  webp: { extensions: ['webp'], type: 'image/webp' },
  heic: { extensions: ['heic', 'heif'], type: 'image/heic' },
  avif: { extensions: ['avif'], type: 'image/avif' },
  bmp: { extensions: ['bmp'], type: 'image/bmp' },
  tif: { extensions: ['tif', 'tiff'], type: 'image/tiff' },
  pdf: { extensions: ['pdf'], type: 'application/pdf' },
  zip: { extensions: ['zip'], type: 'application/zip' },
  gz: { extensions: ['gz', 'tgz'], type: 'application/gzip' },
  '7z': { extensions: ['7z'], type: 'application/x-7z-compressed' },
  tar: { extensions: ['tar'], type: 'application/x-tar' },
  docx: { extensions: ['docx'], type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  xlsx: { extensions: ['xlsx'], type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  pptx: { extensions: ['pptx'], type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation' },
  odt: { extensions: ['odt'], type: 'application/vnd.oasis.opendocument.text' },
  ods: { extensions: ['ods'], type: 'application/vnd.oasis.opendocument.spreadsheet' },
  odp: { extensions: ['odp'], type: 'application/vnd.oasis.opendocument.presentation' },
  mp4: { extensions: ['mp4', 'm4v'], type: 'video/mp4' },
  mov: { extensions: ['mov', 'qt'], type: 'video/quicktime' },
  webm: { extensions: ['webm'], type: 'video/webm' },
  mp3: { extensions: ['mp3'], type: 'audio/mpeg' },
  m4a: { extensions: ['m4a'], type: 'audio/mp4' },
  wav: { extensions: ['wav'], type: 'audio/wav' },
  ogg: { extensions: ['ogg'], type: 'audio/ogg' },
} as const satisfies Record<string, FileKind>;

/** Text files, which only their names tell apart. All are served as plain text. */
const textKinds = {
  txt: { extensions: ['txt'], type: text },
  log: { extensions: ['log'], type: text },
  csv: { extensions: ['csv'], type: text },
  tsv: { extensions: ['tsv'], type: text },
  md: { extensions: ['md'], type: text },
  json: { extensions: ['json'], type: text },
  ndjson: { extensions: ['ndjson', 'jsonl'], type: text },
  har: { extensions: ['har'], type: text },
  eml: { extensions: ['eml'], type: text },
  yaml: { extensions: ['yaml', 'yml'], type: text },
  ini: { extensions: ['ini'], type: text },
  conf: { extensions: ['conf'], type: text },
} as const satisfies Record<string, FileKind>;

export type KindName = keyof typeof binaryKinds | keyof typeof textKinds;

export const fileKinds: Readonly<Record<KindName, FileKind>> = { ...binaryKinds, ...textKinds };

export const isTextKind = (name: KindName): boolean => name in textKinds;

export const kindNames = Object.keys(fileKinds) as [KindName, ...KindName[]];

/** Kinds that people send to a support desk; none of them is executable. */
export const defaultKinds: readonly KindName[] = [
  ...(['png', 'jpg', 'gif', 'webp', 'heic', 'pdf', 'txt', 'log', 'csv', 'md', 'json', 'har', 'eml'] as const),
  ...(['zip', 'gz', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'mp4', 'mov', 'webm'] as const),
];

/** The file name endings of the kinds, such as `.jpg` and `.jpeg`, for the file dialog. */
export function extensionsOf(kinds: readonly KindName[]): readonly string[] {
  return kinds.flatMap((name) => fileKinds[name].extensions.map((extension) => `.${extension}`));
}
