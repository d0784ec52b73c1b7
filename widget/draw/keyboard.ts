/** What has the keyboard in a shadow tree; null also for what the browser still names though it is hidden or gone. */
export function focused(root: ShadowRoot): HTMLElement | null {
  const { activeElement: active } = root;
  return active instanceof HTMLElement && active.isConnected && active.checkVisibility() ? active : null;
}

/** The key belongs to an input method, such as those for Chinese: it chooses among what the method offers. Safari tells the last one by 229 alone. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;
