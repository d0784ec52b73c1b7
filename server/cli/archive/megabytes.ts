/** Formats bytes as megabytes, with one decimal below ten. */
export const megabytes = (bytes: number): string =>
  `${(bytes / 1e6).toLocaleString('en-GB', { maximumFractionDigits: bytes < 100e6 ? 1 : 0 })} MB`;
