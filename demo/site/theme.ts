/** Light or dark: the system decides until the reader does. The backend reads the same cookie, so no page flashes. */

const system = matchMedia('(prefers-color-scheme: dark)');
const page = document.documentElement;

const isDark = (): boolean => (page.dataset['theme'] ?? (system.matches ? 'dark' : 'light')) === 'dark';

function choose(dark: boolean): void {
  // Choosing what the system says anyway is going back to following it.
  const theme = dark === system.matches ? '' : dark ? 'dark' : 'light';
  if (theme === '') delete page.dataset['theme'];
  else page.dataset['theme'] = theme;
  document.cookie = `hebergia-theme=${theme}; path=/; max-age=${theme === '' ? '0' : '31536000'}; samesite=lax`;
}

export function offerTheme(button: HTMLButtonElement): void {
  const label = button.querySelector('.label');
  const paint = (): void => {
    if (label) label.textContent = (isDark() ? button.dataset['light'] : button.dataset['dark']) ?? '';
  };
  button.addEventListener('click', () => {
    choose(!isDark());
    paint();
  });
  system.addEventListener('change', paint);
  paint();
  button.hidden = false;
}
