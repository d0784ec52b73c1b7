/** The storage key of how long answers are held before they are sent; the setting is per device. */
const kept = 'support-desk:hold';
const longest = 60;

export class HoldSetting {
  #seconds: number | null = read();

  /** `null`: the site's setting applies. */
  get seconds(): number | null {
    return this.#seconds;
  }

  set seconds(seconds: number | null) {
    this.#seconds = seconds;
    try {
      if (seconds === null) localStorage.removeItem(kept);
      else localStorage.setItem(kept, String(seconds));
    } catch {
      // Storage is refused, so the setting lasts as long as the page.
    }
  }
}

function read(): number | null {
  try {
    const text = localStorage.getItem(kept);
    const seconds = Number(text);
    return text !== null && seconds >= 0 && seconds <= longest ? seconds : null;
  } catch {
    return null;
  }
}
