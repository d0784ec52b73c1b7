/** What people call their browser. Pure. */

/** From the outside in: most of them also claim to be what stands below. */
const browsers: readonly (readonly [name: string, version: RegExp])[] = [
  ['Edge', /\bEdg(?:A|iOS)?\/(\d+)/],
  ['Opera', /\b(?:OPR|OPiOS)\/(\d+)/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d+)/],
  ['Vivaldi', /\bVivaldi\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Headless)?(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+(?:\.\d+)?).* Safari\//],
];
const systems: readonly (readonly [name: string, sign: RegExp])[] = [
  ['Windows', /\bWindows NT\b/],
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(?:iPhone|iPod)\b/],
  ['iPadOS', /\biPad\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
];

/** "Firefox 143, Windows"; the user agent itself where nobody knows it. */
export function sayBrowser(userAgent: string): string {
  for (const [name, version] of browsers) {
    const found = version.exec(userAgent)?.[1];
    if (!found) continue;
    const system = systems.find(([, sign]) => sign.test(userAgent))?.[0];
    return system ? `${name} ${found}, ${system}` : `${name} ${found}`;
  }
  return userAgent.slice(0, 200);
}
