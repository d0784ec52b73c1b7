/** Only in `npm run dev`: loads the page again when there is something new to see. */
export function reloadOnChange(): void {
  const source = new EventSource('/reload');
  let process: string | null = null;
  source.addEventListener('built', () => location.reload());
  source.addEventListener('ready', ({ data }: MessageEvent<string>) => {
    if (process !== null && process !== data) location.reload();
    process = data;
  });
}
