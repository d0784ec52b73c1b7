/** The visits of each hosting, asked for once the page is there. One of them cannot be counted: see what support learns of it. */
export async function showVisits(place: HTMLElement): Promise<void> {
  const { hosting = '', counted = '', unavailable = '' } = place.dataset;
  try {
    const answer = await fetch(`/dashboard/visits/${encodeURIComponent(hosting)}?period=month`);
    if (!answer.ok) throw new Error(`No visits of ${hosting}: HTTP ${String(answer.status)}`);
    const { visits } = (await answer.json()) as { visits: number };
    place.textContent = counted.replace('{0}', visits.toLocaleString(document.documentElement.lang));
  } catch (error) {
    console.error(error);
    place.textContent = unavailable;
  }
}
