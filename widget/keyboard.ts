/** What has the keyboard in a shadow tree; null also for what the browser still names though it is hidden or gone. */
export function focused(root: ShadowRoot): HTMLElement | null {
  const { activeElement: active } = root;
  return active instanceof HTMLElement && active.isConnected && active.checkVisibility() ? active : null;
}
