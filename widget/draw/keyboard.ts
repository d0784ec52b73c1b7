/** The focused element of a shadow tree; `null` also when the browser names one that is hidden or removed. */
export function focused(root: ShadowRoot): HTMLElement | null {
  const { activeElement: active } = root;
  return active instanceof HTMLElement && active.isConnected && active.checkVisibility() ? active : null;
}

/** Whether the key belongs to an input method, such as those for Chinese. Safari marks the last key only by code 229. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;
