/** As people speak of room on a disk: one place after the point as long as it tells something. */
export const megabytes = (bytes: number): string =>
  `${(bytes / 1e6).toLocaleString('en-GB', { maximumFractionDigits: bytes < 100e6 ? 1 : 0 })} MB`;
