/** Kept for this device: how long somebody wants their answers to wait before they go. */
const kept = 'support-desk:hold';
const longest = 60;

export class HoldSetting {
  #seconds: number | null = read();

  /** Null: as the site has set it. */
  get seconds(): number | null {
    return this.#seconds;
  }

  set seconds(seconds: number | null) {
    this.#seconds = seconds;
    try {
      if (seconds === null) localStorage.removeItem(kept);
      else localStorage.setItem(kept, String(seconds));
    } catch {
      // Storage is refused: it holds as long as the page.
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
